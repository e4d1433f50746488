package dev.foliot.aggregate;

import java.util.List;
import java.util.Set;
import org.apiguardian.api.API;

/**
 * One aggregate of a decider without a database, for scenarios. It decides as it does in the
 * application, invariants included; not safe for use by several threads.
 *
 * @param <C> the commands
 * @param <S> the state
 * @param <E> the events
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class Decisions<C, S, E> {
  private final DecidedAggregate<C, S, E> decided;

  private Decisions(DecidedAggregate<C, S, E> decided) {
    this.decided = decided;
  }

  /**
   * The aggregate as its events made it.
   *
   * @param history the events in order
   */
  public static <C, S, E> Decisions<C, S, E> of(
      Decider<C, S, E> decider, String id, List<? extends E> history) {
    S initial = decider.initialState();
    @SuppressWarnings("unchecked") // the state's own class
    Class<S> type = (Class<S>) initial.getClass();
    DeciderFolding<C, S, E> folding = new DeciderFolding<>(type, decider, Set.of());
    S state = initial;
    for (E event : history) {
      state = folding.apply(state, event);
    }
    return new Decisions<>(
        new DecidedAggregate<>(
            folding, id, new LoadedAggregate<>(state, history.size(), null, null)));
  }

  /**
   * Decides, and evolves the state by every event.
   *
   * @throws InvariantViolationException if one of the new states breaks an {@link Invariant}; the
   *     state is then as it was before
   * @throws IllegalArgumentException if the id of the aggregate cannot be stored as it is
   */
  public List<E> decide(C command) {
    decided.pending().stream();
    return decided.decide(command);
  }

  /** The current state. */
  public S state() {
    return decided.state();
  }
}

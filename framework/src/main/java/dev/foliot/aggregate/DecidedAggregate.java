package dev.foliot.aggregate;

import dev.foliot.personaldata.RedactedText;
import java.util.List;
import java.util.Objects;

/**
 * One aggregate of a decider in a unit of work: its state, and the decisions that are not stored
 * yet. A rejected command changes nothing, since the state is a value.
 */
final class DecidedAggregate<C, S, E> {
  private final DeciderFolding<C, S, E> folding;
  private final PendingEvents pending;
  private S state;
  private long version;

  DecidedAggregate(DeciderFolding<C, S, E> folding, String id, LoadedAggregate<S> loaded) {
    this.folding = folding;
    this.state = loaded.state();
    this.version = loaded.version();
    this.pending = new PendingEvents(folding.type(), this::state, () -> id);
  }

  S state() {
    return state;
  }

  /** The number of events that made the state, including events that are not stored yet. */
  long version() {
    return version;
  }

  /** Whether there is an event, including events that are not stored yet. */
  boolean exists() {
    return version > 0;
  }

  PendingEvents pending() {
    return pending;
  }

  /** Decides, and evolves the state by every event; all of them or none. */
  List<E> decide(C command) {
    List<E> events = decisions(command);
    S next = state;
    for (E event : events) {
      pending.refuseIfNotWritable(event);
      next = folding.apply(next, event);
      pending.checkInvariants(next, event);
    }
    for (E event : events) {
      version++;
      pending.add(event, version);
    }
    state = next;
    return events;
  }

  private List<E> decisions(C command) {
    List<E> events = folding.decider().decide(command, state);
    if (events == null || events.stream().anyMatch(Objects::isNull)) {
      throw new IllegalStateException(
          "%s.decide(…) returned %s for %s. Let it return a list of events, empty if nothing happens."
              .formatted(
                  folding.decider().getClass().getName(),
                  RedactedText.of(events),
                  RedactedText.of(command)));
    }
    return List.copyOf(events);
  }
}

package dev.foliot.test;

import dev.foliot.aggregate.Decider;
import dev.foliot.aggregate.Decisions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.assertj.core.annotation.CheckReturnValue;
import org.jspecify.annotations.Nullable;

/**
 * A test of one aggregate of a decider: given the earlier events, when a command is sent, then
 * these events follow, or the command was rejected. {@link AggregateScenario#of(Decider)} makes
 * one; it needs neither Spring nor a database.
 *
 * <pre>{@code
 * AggregateScenario.of(new Payments())
 *     .given(new PaymentRequested("pay-1", amount))
 *     .when(new Capture("pay-1"))
 *     .thenRaised(new PaymentCaptured("pay-1", amount))
 *     .andState(payment -> assertThat(payment.status()).isEqualTo(CAPTURED));
 * }</pre>
 *
 * <p>After each step it runs checks that tests of decisions usually miss: see {@link
 * ScenarioCheck}.
 *
 * @param <C> the commands
 * @param <S> the state
 * @param <E> the events
 */
public final class DeciderScenario<C, S, E> {
  private final Decider<C, S, E> decider;
  private final List<E> history = new ArrayList<>();
  private final List<C> earlier = new ArrayList<>();
  private final Set<ScenarioCheck> checks = EnumSet.allOf(ScenarioCheck.class);
  private Instant time = TestClock.START;

  DeciderScenario(Decider<C, S, E> decider) {
    this.decider = decider;
  }

  /** Leaves out checks that this scenario would run after each step. */
  public DeciderScenario<C, S, E> withoutChecking(ScenarioCheck... unwanted) {
    checks.removeAll(List.of(unwanted));
    return this;
  }

  /** The instant at which the scenario begins; {@link TestClock#START} if it is not given. */
  public DeciderScenario<C, S, E> givenTime(Instant now) {
    time = now;
    return this;
  }

  /** Begins with a state that has these events, in order. */
  @SafeVarargs
  public final DeciderScenario<C, S, E> given(E... events) {
    for (E each : events) {
      history.add(each);
    }
    return this;
  }

  /**
   * Sends commands before the scenario, after the given events. They must not be rejected, and
   * their events do not count.
   */
  @SafeVarargs
  public final DeciderScenario<C, S, E> givenCommands(C... commands) {
    for (C each : commands) {
      earlier.add(each);
    }
    return this;
  }

  /** Sends a command. The methods of the result check its outcome. */
  @CheckReturnValue
  public Outcome<C, S, E> when(C command) {
    return begin().when(command);
  }

  /** Sends a command which has the time and new ids. */
  @CheckReturnValue
  public Outcome<C, S, E> when(Function<ScenarioContext, ? extends C> command) {
    return begin().when(command);
  }

  private Outcome<C, S, E> begin() {
    Outcome<C, S, E> outcome = new Outcome<>(this);
    for (C command : earlier) {
      outcome = outcome.when(command);
    }
    return outcome;
  }

  /**
   * The outcome of the last {@code when}.
   *
   * @param <C> the commands
   * @param <S> the state
   * @param <E> the events
   */
  public static final class Outcome<C, S, E> extends ScenarioOutcome<S, Outcome<C, S, E>> {
    private final Decider<C, S, E> decider;
    private final Decider<C, S, E> watched;
    private final List<E> events;
    private final ScenarioChecks checks;
    private @Nullable Decisions<C, S, E> decisions;
    private @Nullable String id;
    private int raisedBefore;

    private Outcome(DeciderScenario<C, S, E> scenario) {
      super(new ScenarioContext(scenario.time));
      decider = scenario.decider;
      checks = new ScenarioChecks(scenario.checks);
      watched = checks.isOn(ScenarioCheck.PURE_DECIDER) ? new PureDecider<>(decider) : decider;
      events = new ArrayList<>(scenario.history);
      checks.begin(List.copyOf(events));
    }

    /** Sends one more command to the same aggregate. */
    @CheckReturnValue
    public Outcome<C, S, E> when(Function<ScenarioContext, ? extends C> command) {
      refuseUnexpectedRejection();
      return when((C) command.apply(context()));
    }

    /**
     * Sends one more command to the same aggregate.
     *
     * @throws IllegalArgumentException if the command is for another one
     */
    @CheckReturnValue
    public Outcome<C, S, E> when(C command) {
      refuseUnexpectedRejection();
      Decisions<C, S, E> asked = decisionsFor(command);
      raisedBefore = events.size();
      attempt(() -> events.addAll(asked.decide(command)));
      check(() -> checks.afterStep(List.copyOf(events), checked(asked.state())));
      return this;
    }

    private Decisions<C, S, E> decisionsFor(C command) {
      String aggregateId = decider.aggregateId(command);
      boolean another = id != null && !id.equals(aggregateId);
      boolean missing = aggregateId == null || aggregateId.isBlank() || aggregateId.equals("null");
      if (missing || another) {
        throw new IllegalArgumentException(
            "%s.aggregateId(…) gave %s for %s, but a scenario is about one aggregate%s."
                .formatted(
                    decider.getClass().getSimpleName(),
                    aggregateId,
                    command,
                    id == null ? "" : ", here " + id));
      }
      id = aggregateId;
      if (decisions == null) {
        decisions = Decisions.of(watched, aggregateId, events);
      }
      return decisions;
    }

    private CheckedState checked(S state) {
      return CheckedState.of(decider, String.valueOf(id), name(), state, events.size());
    }

    @Override
    RaisedEvents raised() {
      return new RaisedEvents(name(), List.copyOf(events.subList(raisedBefore, events.size())));
    }

    @Override
    @Nullable S stateOrNull() {
      return decisions == null ? null : decisions.state();
    }

    @Override
    String name() {
      S state = stateOrNull();
      return RaisedEvents.name(state == null ? decider : state, id);
    }

    @Override
    Outcome<C, S, E> self() {
      return this;
    }
  }
}

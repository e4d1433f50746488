package dev.foliot.test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The outcome of the last {@code when}: the new events, or the rejection. An unexpected rejection
 * fails the scenario at the next step, or else the test at its end.
 *
 * @param <S> the aggregate, or the state of a decider
 * @param <O> this class
 */
public abstract sealed class ScenarioOutcome<S, O extends ScenarioOutcome<S, O>>
    extends StepOutcome<S, O> permits AggregateScenario.Outcome, DeciderScenario.Outcome {
  ScenarioOutcome(ScenarioContext context) {
    super(context);
  }

  /** Returns the events of this step. */
  abstract RaisedEvents raised();

  @Override
  final String effects() {
    return "raised:%n%s".formatted(raised().list());
  }

  /** Lets time pass before the next step. */
  public O advance(Duration time) {
    refuseUnexpectedRejection();
    context().testClock().advance(time);
    return self();
  }

  /**
   * These events and no others were raised, in this order; each is an event, its class, an AssertJ
   * condition, or an {@link ExpectedEvent}.
   */
  public O thenRaised(Object... events) {
    refuseUnexpectedRejection();
    return fail(raised().differenceInOrder(List.of(events)));
  }

  /** These events and no others were raised, in any order. */
  public O thenRaisedInAnyOrder(Object... events) {
    refuseUnexpectedRejection();
    return fail(raised().differenceInAnyOrder(List.of(events)));
  }

  /** As many events were raised as there are predicates, and each meets its own, in this order. */
  @SafeVarargs
  public final O thenRaisedMatching(Predicate<Object>... predicates) {
    refuseUnexpectedRejection();
    List<Object> expected = new ArrayList<>();
    for (Predicate<Object> each : predicates) {
      expected.add(ExpectedEvent.matching("what matches the predicate", each));
    }
    return fail(raised().differenceInOrder(expected));
  }

  /** The request was accepted, and no event was raised. */
  public O thenRaisedNothing() {
    return thenRaised();
  }

  private O fail(Optional<String> difference) {
    if (difference.isPresent()) {
      throw new AssertionError(difference.get());
    }
    return self();
  }

  /** No event was raised, not even before the request was rejected. */
  public O andNothingRaised() {
    RaisedEvents raised = raised();
    if (!raised.events().isEmpty()) {
      throw new AssertionError(
          "%s should have raised nothing, but raised:%n%s"
              .formatted(raised.aggregate(), raised.list()));
    }
    return self();
  }
}

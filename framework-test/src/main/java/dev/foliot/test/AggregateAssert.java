package dev.foliot.test;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.AbstractObjectAssert;
import org.jspecify.annotations.Nullable;

/**
 * Assertions about the events that an aggregate raised and that are not stored yet. An expected
 * event is given as itself, as its class, as an AssertJ condition or as an {@link ExpectedEvent}. A
 * failure shows the differences event by event.
 *
 * @param <A> the aggregate's class
 */
public final class AggregateAssert<A> extends AbstractObjectAssert<AggregateAssert<A>, A> {
  AggregateAssert(@Nullable A actual) {
    super(actual, AggregateAssert.class);
  }

  /** These events and no others were raised, in this order. */
  public AggregateAssert<A> raised(Object... events) {
    List<Object> expected = List.of(events);
    return check(raisedEvents().differenceInOrder(expected), expected);
  }

  /** These events and no others were raised, in any order. */
  public AggregateAssert<A> raisedInAnyOrder(Object... events) {
    List<Object> expected = List.of(events);
    return check(raisedEvents().differenceInAnyOrder(expected), expected);
  }

  /** No event was raised. */
  public AggregateAssert<A> raisedNothing() {
    return raised();
  }

  /**
   * The aggregate passes the checks that {@link AggregateScenario} runs after each step.
   *
   * @param checks the checks; none for all
   */
  public AggregateAssert<A> passes(ScenarioCheck... checks) {
    List<Object> events = raisedEvents().events();
    new ScenarioChecks(checks.length == 0 ? Set.of(ScenarioCheck.values()) : Set.of(checks))
        .afterStep(events, CheckedState.of(actual));
    return this;
  }

  private RaisedEvents raisedEvents() {
    isNotNull();
    return RaisedEvents.of(actual);
  }

  private AggregateAssert<A> check(Optional<String> difference, List<Object> expected) {
    difference.ifPresent(
        message -> {
          throw failureWithActualExpected(
              RaisedEvents.of(actual).events(), expected, "%s", message);
        });
    return this;
  }
}

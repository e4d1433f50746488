package dev.foliot.test;

import dev.foliot.failure.ErrorText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of the last {@code when}: the new events, or the rejection. A rejection that nothing
 * expects fails the scenario at the next step, or else the test at its end.
 *
 * @param <S> the aggregate, or the state of a decider
 * @param <O> this class
 */
public abstract sealed class ScenarioOutcome<S, O extends ScenarioOutcome<S, O>>
    permits AggregateScenario.Outcome, DeciderScenario.Outcome {
  private final ScenarioContext context;
  private @Nullable Exception rejection;
  private boolean rejectionExpected;

  ScenarioOutcome(ScenarioContext context) {
    this.context = context;
  }

  /** Returns the events of this step. */
  abstract RaisedEvents raised();

  /** Returns the aggregate; null if it was never created. */
  abstract @Nullable S stateOrNull();

  /** Returns its name in messages. */
  abstract String name();

  abstract O self();

  /** Runs one step; its exception is the rejection. */
  final void attempt(Runnable action) {
    rejection = null;
    rejectionExpected = false;
    UnfinishedChains.end(this);
    try {
      action.run();
    } catch (Exception e) {
      rejection = e;
      UnfinishedChains.begin(this, () -> unfinished(e));
    }
  }

  /** Runs the checks after a step; if one fails, it says enough. */
  final void check(Runnable checks) {
    try {
      checks.run();
    } catch (AssertionError problem) {
      UnfinishedChains.end(this);
      throw problem;
    }
  }

  private AssertionError unexpected(Exception rejected) {
    return new AssertionError(
        "%s rejected this: %s".formatted(name(), ErrorText.of(rejected)), rejected);
  }

  private AssertionError unfinished(Exception rejected) {
    return new AssertionError(
        "%s%nNothing expects it. If it is meant so, end the step with thenRejected(%s.class)."
            .formatted(unexpected(rejected).getMessage(), rejected.getClass().getSimpleName()),
        rejected);
  }

  final ScenarioContext context() {
    return context;
  }

  /** Lets time go by before the next step. */
  public O advance(Duration time) {
    refuseUnexpectedRejection();
    context.testClock().advance(time);
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

  /** These events and no others were raised, in whatever order. */
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

  /** The request was rejected with an exception of this class. */
  public O thenRejected(Class<? extends Exception> expected) {
    return thenRejected(expected, ignored -> {});
  }

  /** The request was rejected with an exception of this class, which fulfils the requirements. */
  public <X extends Exception> O thenRejected(Class<X> expected, Consumer<? super X> requirements) {
    if (rejection == null) {
      RaisedEvents raised = raised();
      throw new AssertionError(
          "%s should have rejected this with %s, but accepted it and raised:%n%s"
              .formatted(raised.aggregate(), expected.getSimpleName(), raised.list()));
    }
    UnfinishedChains.end(this);
    if (!expected.isInstance(rejection)) {
      throw new AssertionError(
          "%s should have rejected this with %s, but did so with %s"
              .formatted(name(), expected.getSimpleName(), ErrorText.of(rejection)),
          rejection);
    }
    rejectionExpected = true;
    requirements.accept(expected.cast(rejection));
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

  /** The state, as it is now, fulfils the requirements. */
  public O andState(Consumer<? super S> requirements) {
    requirements.accept(state());
    return self();
  }

  /** Only after a step that was accepted, or rejected as expected. */
  final S state() {
    refuseUnexpectedRejection();
    S state = stateOrNull();
    if (state == null) {
      throw new AssertionError("There is no %s: its creation was rejected.".formatted(name()));
    }
    return state;
  }

  final void refuseUnexpectedRejection() {
    if (rejection != null && !rejectionExpected) {
      UnfinishedChains.end(this);
      throw unexpected(rejection);
    }
  }
}

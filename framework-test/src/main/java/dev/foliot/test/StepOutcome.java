package dev.foliot.test;

import dev.foliot.failure.ErrorText;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of one step of a scenario: accepted, or rejected with an exception. An unexpected
 * rejection fails the scenario at the next step, or else the test at its end.
 *
 * @param <S> the tested object
 * @param <O> this class
 */
public abstract sealed class StepOutcome<S, O extends StepOutcome<S, O>>
    permits ScenarioOutcome, ProcessScenario.Outcome {
  private final ScenarioContext context;
  private @Nullable Exception rejection;
  private boolean rejectionExpected;

  StepOutcome(ScenarioContext context) {
    this.context = context;
  }

  /** Returns the tested object; null if it was never created. */
  abstract @Nullable S stateOrNull();

  /** Returns its name in messages. */
  abstract String name();

  /**
   * Returns the effects of an accepted step for the text of a failure, such as {@code raised: …}.
   */
  abstract String effects();

  abstract O self();

  /** Why there is no state, as a sentence. */
  String withoutState() {
    return "There is no %s: its creation was rejected.".formatted(name());
  }

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

  /** Whether the last step ended with an exception. */
  final boolean isRejected() {
    return rejection != null;
  }

  /** Runs the checks after a step. */
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
        "%s rejected this step with %s".formatted(name(), ErrorText.of(rejected)), rejected);
  }

  private AssertionError unfinished(Exception rejected) {
    return new AssertionError(
        "%s%nThe scenario does not expect this exception. If the exception is intended, end the step with thenRejected(%s.class)."
            .formatted(unexpected(rejected).getMessage(), rejected.getClass().getSimpleName()),
        rejected);
  }

  final ScenarioContext context() {
    return context;
  }

  /** The request was rejected with an exception of this class. */
  public O thenRejected(Class<? extends Exception> expected) {
    return thenRejected(expected, ignored -> {});
  }

  /** The request was rejected with an exception of this class, which fulfils the requirements. */
  public <X extends Exception> O thenRejected(Class<X> expected, Consumer<? super X> requirements) {
    UnfinishedChains.end(this);
    if (rejection == null) {
      throw new AssertionError(
          "%s should have rejected this step with %s, but accepted it and %s"
              .formatted(name(), expected.getSimpleName(), effects()));
    }
    if (!expected.isInstance(rejection)) {
      throw new AssertionError(
          "%s should have rejected this step with %s, but rejected it with %s"
              .formatted(name(), expected.getSimpleName(), ErrorText.of(rejection)),
          rejection);
    }
    rejectionExpected = true;
    requirements.accept(expected.cast(rejection));
    return self();
  }

  /** The current state fulfils the requirements. */
  public O andState(Consumer<? super S> requirements) {
    requirements.accept(state());
    return self();
  }

  /** Returns the state after a step that was accepted, or rejected as expected. */
  final S state() {
    refuseUnexpectedRejection();
    S state = stateOrNull();
    if (state == null) {
      throw new AssertionError(withoutState());
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

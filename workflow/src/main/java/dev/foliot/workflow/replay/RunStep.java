package dev.foliot.workflow.replay;

import dev.foliot.failure.Causes;
import dev.foliot.handler.RetryPolicy;
import dev.foliot.personaldata.KeysUnavailableException;
import dev.foliot.workflow.NonRetriableException;
import dev.foliot.workflow.PayloadCodec;
import dev.foliot.workflow.RetryAfterException;
import dev.foliot.workflow.StepAttempt;
import dev.foliot.workflow.StepBody;
import dev.foliot.workflow.StepInterruptedException;
import dev.foliot.workflow.StepOptions;
import dev.foliot.workflow.StepSemantics;
import dev.foliot.workflow.WorkflowInterceptor.AttemptInfo;
import dev.foliot.workflow.WorkflowInterceptor.OperationStatus;
import dev.foliot.workflow.journal.EntryDetails;
import dev.foliot.workflow.journal.EntryType;
import dev.foliot.workflow.journal.OperationKind;
import dev.foliot.workflow.journal.StoredError;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Runs a step: attempt after attempt, until it has ended. Open {@link #run} first. */
final class RunStep {
  private final ContextScope context;
  private final RunState run;
  private final Operation step;
  private final BeforeOutcome beforeOutcome;
  private final @Nullable Object message;

  /** Called before the outcome of an attempt is recorded, with the turn. */
  interface BeforeOutcome {
    void recording(boolean ended);
  }

  RunStep(ContextScope context, Operation step) {
    this(context, step, ended -> {}, null);
  }

  RunStep(ContextScope context, Operation step, BeforeOutcome beforeOutcome) {
    this(context, step, beforeOutcome, null);
  }

  /**
   * @param message a message that the body hands to the domain, or null
   */
  RunStep(
      ContextScope context, Operation step, BeforeOutcome beforeOutcome, @Nullable Object message) {
    this.context = context;
    this.run = context.run();
    this.step = step;
    this.beforeOutcome = beforeOutcome;
    this.message = message;
  }

  /** Runs it, or returns its stored outcome; the code waits for it. */
  <T extends @Nullable Object> T runAndObserve(Type type, StepOptions options, StepBody<T> body) {
    T result;
    try {
      result = run(type, options, body);
    } finally {
      if (step.isEnded()) {
        context.observe(step);
      }
    }
    return result;
  }

  /** Runs it, or returns its stored outcome. */
  <T extends @Nullable Object> T run(Type type, StepOptions options, StepBody<T> body) {
    PayloadCodec codec = run.codec(options.codec());
    // 1. An attempt that a crash has interrupted has failed, if it must not run twice.
    if (step.isInterrupted() && options.semantics() == StepSemantics.AT_MOST_ONCE) {
      Instant startedAt = startedAt();
      AttemptInfo begun = hooks().begun(step, step.attempts() + 1, startedAt);
      failed(policy(options), begun, interrupted());
    }
    while (!step.isEnded()) {
      // 2. Wait until the next attempt is due.
      awaitAttempt();
      // 3. Run it, and record its outcome.
      if (options.isTransactional()) {
        inTransaction(type, options, body, codec);
      } else {
        attempt(type, options, body, codec);
      }
    }
    // 4. Return the stored outcome.
    return Outcomes.of(run, step, codec, type);
  }

  private RetryPolicy policy(StepOptions options) {
    return options.retry() == null ? run.parts().defaultRetry() : options.retry();
  }

  private Instant startedAt() {
    return Objects.requireNonNull(step.started()).at();
  }

  private StepInterruptedException interrupted() {
    return new StepInterruptedException(
        step.name(),
        StepInterruptedException.class.getName(),
        "The step was interrupted in attempt " + (step.attempts() + 1));
  }

  private void awaitAttempt() {
    if (step.attempts() > 0) {
      run.branches().await(() -> Operations.isDue(step, run.now()), step::dueAt);
    }
  }

  private <T extends @Nullable Object> void attempt(
      Type type, StepOptions options, StepBody<T> body, PayloadCodec codec) {
    if (options.semantics() == StepSemantics.AT_MOST_ONCE) {
      run.recording().start(step, null, EntryDetails.NONE);
      run.recording().store();
    } else {
      run.recording().storeBeforeEffect();
    }
    AttemptInfo begun = begin();
    String payload;
    try {
      payload = run.branches().outside(() -> call(type, body, begun, codec));
    } catch (BodyFailed e) {
      failed(policy(options), begun, e.failure());
      return;
    } catch (Suspension stopped) {
      hooks().attemptEnd(begun, OperationStatus.STARTED, null, false);
      throw stopped;
    }
    hooks().attemptEnd(begun, OperationStatus.SUCCEEDED, null, false);
    beforeOutcome.recording(true);
    run.recording().end(step, EntryType.SUCCEEDED, payload, succeeded(begun));
  }

  private <T extends @Nullable Object> void inTransaction(
      Type type, StepOptions options, StepBody<T> body, PayloadCodec codec) {
    AttemptInfo begun = begin();
    try {
      run.recording()
          .storeWith(
              step,
              () -> {
                String payload;
                try {
                  payload = call(type, body, begun, codec);
                } catch (BodyFailed e) {
                  throw new EffectFailed(e.failure());
                }
                return new EffectOutcome(payload, succeeded(begun));
              },
              outcome -> hooks().attemptEnd(begun, outcome, null, false));
    } catch (EffectFailed e) {
      if (!isFinal(e.failure())) {
        Causes.find(e.failure(), KeysUnavailableException.class)
            .ifPresent(away -> tryLater(begun, away));
      }
      failed(policy(options), begun, e.failure());
    } catch (Suspension stopped) {
      hooks().attemptEnd(begun, OperationStatus.STARTED, null, false);
      throw stopped;
    }
  }

  private static boolean isFinal(Throwable failure) {
    return Causes.find(failure, NonRetriableException.class).isPresent();
  }

  /**
   * An outage of a key store is no outcome of a transaction, like an outage of the database: the
   * run is tried again later, for as long as the outage lasts. Stores the earlier outcomes first,
   * so that no step is repeated.
   */
  private void tryLater(AttemptInfo begun, KeysUnavailableException away) {
    hooks().attemptEnd(begun, OperationStatus.STARTED, null, false);
    run.recording().store();
    throw run.recording().refusal().of(UnusableValueException.away(away));
  }

  private AttemptInfo begin() {
    return hooks().attemptStart(step, step.attempts() + 1, run.now());
  }

  private Hooks hooks() {
    return run.recording().hooks();
  }

  private static EntryDetails succeeded(AttemptInfo begun) {
    return EntryDetails.attempt(begun.attempt(), begun.startedAt(), null, null);
  }

  /** The body has thrown. */
  private static final class BodyFailed extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final Throwable failure;

    BodyFailed(Throwable failure) {
      super(null, failure, false, false);
      this.failure = failure;
    }

    Throwable failure() {
      return failure;
    }
  }

  /** Runs the body, and returns its result as stored. */
  private <T extends @Nullable Object> String call(
      Type type, StepBody<T> body, AttemptInfo begun, PayloadCodec codec) {
    StepAttempt info = new StepAttempt(run.idOf(step), begun.attempt(), run.logger());
    Bodies.Call call = new Bodies.Call(step.id(), step.kind(), step.name(), begun.attempt());
    CooperativeBranch branch = Objects.requireNonNull(CooperativeBranch.current());
    branch.body = step.description();
    try {
      Object result = run.parts().bodies().run(call, () -> body.run(info));
      run.recording().refusal().check();
      return run.write(codec, transformed(type, result, begun, codec), step.value());
    } catch (OutOfMemoryError | Suspension | InvocationAborted e) {
      throw e;
    } catch (Throwable e) {
      throw new BodyFailed(e);
    } finally {
      branch.body = null;
    }
  }

  private @Nullable Object transformed(
      Type type, @Nullable Object result, AttemptInfo begun, PayloadCodec codec) {
    return step.kind() == OperationKind.STEP
        ? hooks().output(begun, result, codec, type == Object.class ? null : type)
        : result;
  }

  /**
   * Records a failed attempt, and the pause if another one follows.
   *
   * @throws RuntimeException if the code is wrong, independent of the policy
   */
  private void failed(RetryPolicy policy, AttemptInfo begun, Throwable failure) {
    int attempt = begun.attempt();
    boolean again =
        run.recording().refusal().error().isEmpty()
            && !isFinal(failure)
            && policy.retries(failure)
            && policy.allowsAnotherAfter(attempt);
    Duration pause = again ? pauseAfter(policy, attempt, failure) : null;
    StoredError error = run.recording().errors().of(failure, message);
    hooks().attemptEnd(begun, OperationStatus.FAILED, error, again);
    EntryDetails details = EntryDetails.attempt(attempt, begun.startedAt(), pause, error);
    beforeOutcome.recording(!again);
    run.recording().end(step, EntryType.FAILED, null, details);
  }

  private Duration pauseAfter(RetryPolicy policy, int attempt, Throwable failure) {
    return Causes.find(failure, RetryAfterException.class)
        .map(RetryAfterException::pause)
        .orElseGet(() -> policy.pauseAfter(attempt, run.parts().random()));
  }
}

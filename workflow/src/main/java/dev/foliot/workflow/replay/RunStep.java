package dev.foliot.workflow.replay;

import dev.foliot.handler.RetryPolicy;
import dev.foliot.workflow.PayloadCodec;
import dev.foliot.workflow.StepAttempt;
import dev.foliot.workflow.StepBody;
import dev.foliot.workflow.StepInterruptedException;
import dev.foliot.workflow.StepOptions;
import dev.foliot.workflow.StepSemantics;
import dev.foliot.workflow.journal.EntryDetails;
import dev.foliot.workflow.journal.EntryType;
import dev.foliot.workflow.journal.StoredError;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Runs a step: attempt after attempt, until it has ended. Open {@link #run} first. */
final class RunStep {
  private final ContextCalls context;
  private final RunState run;
  private final Operation step;

  RunStep(ContextCalls context, Operation step) {
    this.context = context;
    this.run = context.run();
    this.step = step;
  }

  /** Runs it, or returns its stored outcome. */
  <T extends @Nullable Object> T run(Type type, StepOptions options, StepBody<T> body) {
    PayloadCodec codec = run.codec(options.codec());
    // 1. An attempt that a crash has interrupted has failed, if it must not run twice.
    if (step.isInterrupted() && options.semantics() == StepSemantics.AT_MOST_ONCE) {
      failed(policy(options), startedAt(), interrupted());
    }
    while (!step.isEnded()) {
      // 2. Wait until the next attempt is due.
      awaitAttempt();
      // 3. Run it, and record its outcome.
      if (options.isTransactional()) {
        inTransaction(options, body, codec);
      } else {
        attempt(options, body, codec);
      }
    }
    // 4. Return what is stored.
    context.values().observe(Objects.requireNonNull(step.last()).at());
    return Outcomes.of(step, codec, type);
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
      run.branches().await(() -> Recording.isDue(step, run.now()));
    }
  }

  private <T extends @Nullable Object> void attempt(
      StepOptions options, StepBody<T> body, PayloadCodec codec) {
    if (options.semantics() == StepSemantics.AT_MOST_ONCE) {
      run.recording().start(step, null, EntryDetails.NONE);
      run.recording().store();
    } else {
      run.recording().storeBeforeEffect();
    }
    Instant startedAt = run.now();
    int attempt = step.attempts() + 1;
    String payload;
    try {
      payload = run.branches().outside(() -> call(body, attempt, codec));
    } catch (BodyFailed e) {
      failed(policy(options), startedAt, e.failure());
      return;
    }
    EntryDetails details = EntryDetails.attempt(attempt, startedAt, null, null);
    run.recording().end(step, EntryType.SUCCEEDED, payload, details);
  }

  private <T extends @Nullable Object> void inTransaction(
      StepOptions options, StepBody<T> body, PayloadCodec codec) {
    Instant startedAt = run.now();
    int attempt = step.attempts() + 1;
    try {
      run.recording()
          .storeWith(
              step,
              () -> {
                String payload;
                try {
                  payload = call(body, attempt, codec);
                } catch (BodyFailed e) {
                  throw new Recording.EffectFailed(e.failure());
                }
                return new Recording.Outcome(
                    payload, EntryDetails.attempt(attempt, startedAt, null, null));
              });
    } catch (Recording.EffectFailed e) {
      failed(policy(options), startedAt, e.failure());
    }
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

  /** Runs the body, and returns its result as it is stored. */
  private <T extends @Nullable Object> String call(
      StepBody<T> body, int attempt, PayloadCodec codec) {
    StepAttempt info = new StepAttempt(idempotencyKey(), attempt, run.logger());
    Bodies.Call call = new Bodies.Call(step.id(), step.kind(), step.name(), attempt);
    Branches.Branch branch = Objects.requireNonNull(Branches.current());
    branch.body = step.description();
    try {
      return write(run.parts().bodies().run(call, () -> body.run(info)), codec);
    } catch (OutOfMemoryError | Suspension | InvocationAborted e) {
      throw e;
    } catch (Throwable e) {
      throw new BodyFailed(e);
    } finally {
      branch.body = null;
    }
  }

  private String write(@Nullable Object result, PayloadCodec codec) {
    try {
      return codec.write(result);
    } catch (RuntimeException e) {
      throw new UnstorableResultException(step.description(), e);
    }
  }

  private String idempotencyKey() {
    return run.info().runId() + "/" + step.id();
  }

  /** Records a failed attempt, and the pause if another one follows. */
  private void failed(RetryPolicy policy, Instant startedAt, Throwable failure) {
    int attempt = step.attempts() + 1;
    boolean again =
        !(failure instanceof UnstorableResultException)
            && policy.retries(failure)
            && policy.allowsAnotherAfter(attempt);
    Duration pause = again ? policy.pauseAfter(attempt, run.parts().random()) : null;
    EntryDetails details = EntryDetails.attempt(attempt, startedAt, pause, StoredError.of(failure));
    run.recording().end(step, EntryType.FAILED, null, details);
  }
}

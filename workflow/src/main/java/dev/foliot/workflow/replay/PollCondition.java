package dev.foliot.workflow.replay;

import dev.foliot.workflow.ConditionCheck;
import dev.foliot.workflow.ConditionNotMetException;
import dev.foliot.workflow.ConditionOptions;
import dev.foliot.workflow.PayloadCodec;
import dev.foliot.workflow.StepAttempt;
import dev.foliot.workflow.WorkflowInterceptor.AttemptInfo;
import dev.foliot.workflow.WorkflowInterceptor.OperationStatus;
import dev.foliot.workflow.journal.EntryDetails;
import dev.foliot.workflow.journal.EntryType;
import dev.foliot.workflow.journal.JournalEntry;
import dev.foliot.workflow.journal.StoredError;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Polls a condition. Each check is recorded with the state that it returned. */
final class PollCondition<S extends @Nullable Object> {
  private final ContextScope context;
  private final RunState run;
  private final Class<S> type;
  private final ConditionCheck<S> check;
  private final Predicate<S> until;
  private final ConditionOptions<S> options;
  private final PayloadCodec codec;

  PollCondition(
      ContextScope context,
      Class<S> type,
      ConditionCheck<S> check,
      Predicate<S> until,
      ConditionOptions<S> options) {
    this.context = context;
    this.run = context.run();
    this.type = type;
    this.check = check;
    this.until = until;
    this.options = options;
    this.codec = run.codec(options.codec());
  }

  S run(Operation condition, S initial) {
    while (!condition.isEnded()) {
      if (condition.attempts() > 0) {
        run.branches().await(() -> Operations.isDue(condition, run.now()), condition::dueAt);
      }
      checkOnce(condition, initial);
    }
    context.observe(condition);
    return Outcomes.of(run, condition, codec, type);
  }

  private void checkOnce(Operation condition, S initial) {
    run.recording().storeBeforeEffect();
    AttemptInfo begun = hooks().attemptStart(condition, condition.attempts() + 1, run.now());
    CooperativeBranch branch = Objects.requireNonNull(CooperativeBranch.current());
    branch.body = condition.description();
    try {
      S state = state(condition, initial);
      S next = run.branches().outside(() -> call(condition, state, begun.attempt()));
      checked(condition, next, begun);
    } catch (Suspension stopped) {
      hooks().attemptEnd(begun, OperationStatus.STARTED, null, false);
      throw stopped;
    } catch (OutOfMemoryError | InvocationAborted e) {
      throw e;
    } catch (Throwable e) {
      failed(condition, begun, e);
    } finally {
      branch.body = null;
    }
  }

  private Hooks hooks() {
    return run.recording().hooks();
  }

  @SuppressWarnings({"unchecked", "NullAway"}) // what was written was of this type
  private S state(Operation condition, S initial) {
    JournalEntry last = condition.last();
    return last == null || last.payload() == null
        ? initial
        : (S) run.read(codec, last.payload(), type, condition.value());
  }

  @SuppressWarnings({"unchecked", "NullAway"}) // the body returns this type
  private S call(Operation condition, S state, int attempt) {
    StepAttempt info = new StepAttempt(run.idOf(condition), attempt, run.logger());
    Bodies.Call call = new Bodies.Call(condition.id(), condition.kind(), condition.name(), attempt);
    try {
      return (S) run.parts().bodies().run(call, () -> check.check(state, info));
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Exception e) {
      throw new CheckFailed(e);
    }
  }

  /** A check has thrown a checked exception. */
  private static final class CheckFailed extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final Exception failure;

    CheckFailed(Exception failure) {
      super(null, failure, false, false);
      this.failure = failure;
    }

    Exception failure() {
      return failure;
    }
  }

  private void checked(Operation condition, S next, AttemptInfo begun) {
    int attempt = begun.attempt();
    run.recording().refusal().check();
    String payload = run.write(codec, next, condition.value());
    boolean met = until.test(next);
    if (!met && attempt >= options.maxAttempts()) {
      failed(condition, begun, notMet(condition, attempt));
      return;
    }
    Duration pause = met ? null : pauseAfter(condition, next, attempt);
    hooks().attemptEnd(begun, OperationStatus.SUCCEEDED, null, !met);
    EntryDetails details = EntryDetails.attempt(attempt, begun.startedAt(), pause, null);
    run.recording().end(condition, EntryType.SUCCEEDED, payload, details);
  }

  private Duration pauseAfter(Operation condition, S next, int attempt) {
    Duration pause = options.pause().apply(next, attempt);
    if (pause == null) {
      throw new IllegalStateException(
          "The options of %s gave no pause after check %s"
              .formatted(condition.description(), attempt));
    }
    return pause;
  }

  private ConditionNotMetException notMet(Operation condition, int attempts) {
    return new ConditionNotMetException(
        condition.name(),
        ConditionNotMetException.class.getName(),
        "%s was not met in %s checks".formatted(run.recording().describe(condition), attempts));
  }

  private void failed(Operation condition, AttemptInfo begun, Throwable thrown) {
    Throwable failure = thrown instanceof CheckFailed checked ? checked.failure() : thrown;
    StoredError error = run.recording().errors().of(failure);
    hooks().attemptEnd(begun, OperationStatus.FAILED, error, false);
    EntryDetails details = EntryDetails.attempt(begun.attempt(), begun.startedAt(), null, error);
    run.recording().end(condition, EntryType.FAILED, null, details);
  }
}

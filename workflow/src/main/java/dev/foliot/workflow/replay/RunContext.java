package dev.foliot.workflow.replay;

import dev.foliot.workflow.ContextBody;
import dev.foliot.workflow.PayloadCodec;
import dev.foliot.workflow.WorkflowInterceptor.FunctionInfo;
import dev.foliot.workflow.WorkflowInterceptor.OperationStatus;
import dev.foliot.workflow.journal.EntryDetails;
import dev.foliot.workflow.journal.EntryType;
import dev.foliot.workflow.journal.JournalEntry;
import dev.foliot.workflow.journal.StoredError;
import java.lang.reflect.Type;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Runs code in a context of its own. A context that has ended returns its stored result; a replay
 * runs the code again only if the result was too large, or if the code registers compensations.
 */
final class RunContext {
  /** The maximum number of characters of a stored result. Larger results are rebuilt. */
  static final int MAX_RESULT = 256 * 1024;

  private final ContextScope outer;
  private final RunState run;
  private final Operation context;

  RunContext(ContextScope outer, Operation context) {
    this.outer = outer;
    this.run = outer.run();
    this.context = context;
  }

  <T extends @Nullable Object> T run(Type type, @Nullable PayloadCodec own, ContextBody<T> body) {
    PayloadCodec codec = run.codec(own);
    JournalEntry last = context.last();
    boolean again = last != null && last.isRebuilt();
    if (context.isEnded() && !again) {
      outer.observe(context);
      return Outcomes.of(run, context, codec, type);
    }
    if (!context.isRecorded()) {
      run.recording().start(context, null, EntryDetails.NONE);
    }
    return runBody(type, codec, body);
  }

  private <T extends @Nullable Object> T runBody(
      Type type, PayloadCodec codec, ContextBody<T> body) {
    ContextScope inner = outer.inside(context);
    FunctionInfo begun = run.recording().hooks().functionStart(context, inner.isReplaying());
    Result<T> result = new Result<>();
    inner.activate(
        () -> {
          try {
            result.value = body.run(inner.calls());
          } catch (Suspension | InvocationAborted | Restart | OutOfMemoryError unwinding) {
            ended(begun, OperationStatus.STARTED, null);
            throw unwinding;
          } catch (Throwable e) {
            result.failure = e;
          }
        });
    try {
      run.branches().check();
    } catch (Suspension hidden) {
      ended(begun, OperationStatus.STARTED, null);
      throw hidden;
    }
    ended(begun, result);
    if (result.failure == null) {
      inner.checkEnd();
    } else {
      inner.propagate();
    }
    if (!context.isEnded()) {
      record(codec, result, inner.mustBeReplayed());
    }
    outer.observe(context);
    return result(type, codec, result);
  }

  private void ended(FunctionInfo begun, Result<?> result) {
    if (result.failure == null) {
      ended(begun, OperationStatus.SUCCEEDED, null);
    } else {
      ended(begun, OperationStatus.FAILED, run.recording().errors().of(result.failure));
    }
  }

  private void ended(FunctionInfo begun, OperationStatus outcome, @Nullable StoredError error) {
    run.recording().hooks().functionEnd(begun, outcome, error);
  }

  private static final class Result<T extends @Nullable Object> {
    private @Nullable T value;
    private @Nullable Throwable failure;
  }

  private void record(PayloadCodec codec, Result<?> result, boolean rebuilt) {
    if (result.failure != null) {
      failed(result.failure, rebuilt);
      return;
    }
    String payload = run.write(codec, result.value, context.value());
    boolean large = payload.length() > MAX_RESULT;
    run.recording()
        .end(
            context,
            EntryType.SUCCEEDED,
            large ? null : payload,
            large || rebuilt ? EntryDetails.rebuilt() : EntryDetails.NONE);
  }

  private void failed(Throwable failure, boolean rebuilt) {
    EntryDetails error = EntryDetails.error(run.recording().errors().of(failure));
    run.recording().end(context, EntryType.FAILED, null, rebuilt ? error.andRebuilt() : error);
  }

  /** The stored result, or the one that was rebuilt, as read back from its JSON. */
  @SuppressWarnings({"unchecked", "NullAway"}) // of the given type
  private <T extends @Nullable Object> T result(Type type, PayloadCodec codec, Result<T> result) {
    JournalEntry last = Objects.requireNonNull(context.last());
    boolean isEmpty = last.type() == EntryType.SUCCEEDED && last.payload() == null;
    return isEmpty && last.isRebuilt()
        ? (T) readBack(codec, result.value, type)
        : Outcomes.of(run, context, codec, type);
  }

  private @Nullable Object readBack(PayloadCodec codec, @Nullable Object value, Type type) {
    return run.read(codec, run.write(codec, value, context.value()), type, context.value());
  }
}

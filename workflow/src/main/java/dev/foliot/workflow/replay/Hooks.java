package dev.foliot.workflow.replay;

import dev.foliot.workflow.PayloadCodec;
import dev.foliot.workflow.RunInfo;
import dev.foliot.workflow.RunStatus;
import dev.foliot.workflow.WorkflowInterceptor;
import dev.foliot.workflow.WorkflowInterceptor.AttemptInfo;
import dev.foliot.workflow.WorkflowInterceptor.ErrorInfo;
import dev.foliot.workflow.WorkflowInterceptor.EventInfo;
import dev.foliot.workflow.WorkflowInterceptor.EventTarget;
import dev.foliot.workflow.WorkflowInterceptor.FunctionInfo;
import dev.foliot.workflow.WorkflowInterceptor.InputInfo;
import dev.foliot.workflow.WorkflowInterceptor.InvocationInfo;
import dev.foliot.workflow.WorkflowInterceptor.OperationInfo;
import dev.foliot.workflow.WorkflowInterceptor.OperationStatus;
import dev.foliot.workflow.WorkflowInterceptor.OutputInfo;
import dev.foliot.workflow.WorkflowInterceptor.UpdateInfo;
import dev.foliot.workflow.journal.JournalEntry;
import dev.foliot.workflow.journal.OperationKind;
import dev.foliot.workflow.journal.StoredError;
import java.lang.reflect.Type;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/** Calls the interceptors of one invocation. An error of an interceptor is logged. */
final class Hooks {
  private static final Logger log = LoggerFactory.getLogger(Hooks.class);

  private final List<WorkflowInterceptor> interceptors;
  private final Interceptors transforming;
  private final RunInfo run;
  private final InstantSource clock;
  private final Map<String, Operation> operations;
  private final DescribeErrors errors;
  private final Refusal refusal;
  private final List<OperationInfo> updated = new ArrayList<>();
  private boolean begun;

  /**
   * @param operations the operations of the run
   * @param errors describes errors of interceptors
   * @param refusal ends the invocation if the database is unavailable
   */
  Hooks(
      InvocationParts parts,
      RunInfo run,
      Map<String, Operation> operations,
      DescribeErrors errors,
      Refusal refusal) {
    this.errors = errors;
    this.refusal = refusal;
    this.transforming = parts.interceptors();
    this.interceptors = transforming.all();
    this.run = run;
    this.clock = parts.clock();
    this.operations = operations;
  }

  /** The invocation begins, with all earlier answers from outside. */
  void invocationStart() {
    begun = true;
    List<OperationInfo> ended = List.copyOf(updated);
    call(
        "invocationStart", each -> each.invocationStart(invocation(RunStatus.RUNNING, null, null)));
    ended.forEach(this::operationEnd);
  }

  void invocationEnd(RunStatus status, @Nullable String result, @Nullable StoredError error) {
    call("invocationEnd", each -> each.invocationEnd(invocation(status, result, info(error))));
  }

  private InvocationInfo invocation(
      RunStatus status, @Nullable String result, @Nullable ErrorInfo error) {
    String requestId = run.runId() + "#" + run.invocation();
    return new InvocationInfo(
        run, requestId, status, result, error, operations(), List.copyOf(updated));
  }

  private Map<String, OperationInfo> operations() {
    return new MappedValues<>(operations, this::info);
  }

  /** The code has reached an operation for the first time in this invocation. */
  void operationStart(Operation operation) {
    if (!operation.isEnded() && isShown(operation)) {
      call("operationStart", each -> each.operationStart(info(operation)));
    }
  }

  /** An operation has its final outcome. */
  void operationEnd(Operation operation) {
    if (interceptors.isEmpty() || !isShown(operation)) {
      return;
    }
    OperationInfo info = info(operation);
    if (begun) {
      operationEnd(info);
    } else {
      updated.add(info);
    }
  }

  private void operationEnd(OperationInfo operation) {
    call("operationEnd", each -> each.operationEnd(operation));
  }

  private static boolean isShown(Operation operation) {
    return operation.kind().group() != OperationKind.Group.MARKER;
  }

  /** Returns a begun attempt, for the call at its end. */
  AttemptInfo begun(Operation operation, int attempt, Instant startedAt) {
    return new AttemptInfo(
        info(operation), attempt, startedAt, null, OperationStatus.STARTED, null, false);
  }

  /** Returns the information for the call at the end. */
  AttemptInfo attemptStart(Operation operation, int attempt, Instant startedAt) {
    AttemptInfo info = begun(operation, attempt, startedAt);
    call("attemptStart", each -> each.attemptStart(info));
    return info;
  }

  void attemptEnd(
      AttemptInfo begun, OperationStatus outcome, @Nullable StoredError error, boolean willRetry) {
    AttemptInfo info =
        new AttemptInfo(
            begun.operation(),
            begun.attempt(),
            begun.startedAt(),
            clock.instant(),
            outcome,
            info(error),
            willRetry);
    call("attemptEnd", each -> each.attemptEnd(info));
  }

  /** Returns the information for the call at the end. */
  FunctionInfo functionStart(Operation context, boolean isReplayingChildren) {
    FunctionInfo info =
        new FunctionInfo(info(context), isReplayingChildren, OperationStatus.STARTED, null);
    call("functionStart", each -> each.functionStart(info));
    return info;
  }

  void functionEnd(FunctionInfo begun, OperationStatus outcome, @Nullable StoredError error) {
    FunctionInfo info =
        new FunctionInfo(begun.operation(), begun.isReplayingChildren(), outcome, info(error));
    call("functionEnd", each -> each.functionEnd(info));
  }

  /** Entries were added to the journal. */
  void journalChanged(List<JournalEntry> entries) {
    if (interceptors.isEmpty()) {
      return;
    }
    List<OperationInfo> changed =
        entries.stream()
            .map(JournalEntry::operation)
            .distinct()
            .map(operations::get)
            .filter(Hooks::isShown)
            .map(this::info)
            .toList();
    if (!changed.isEmpty()) {
      call(
          "operationsUpdated",
          each -> each.operationsUpdated(new UpdateInfo(run.runId(), changed, operations())));
    }
  }

  private OperationInfo info(Operation operation) {
    JournalEntry last = operation.isEnded() ? operation.last() : null;
    Instant startedAt = operation.firstAt();
    return new OperationInfo(
        run.runId(),
        operation.id(),
        operation.parent(),
        operation.name(),
        operation.kind().group().name(),
        operation.kind().label(),
        last == null ? OperationStatus.STARTED : OperationStatus.valueOf(last.type().name()),
        last == null ? null : last.payload(),
        last == null ? null : info(last.details().error()),
        operation.attempts(),
        startedAt == null ? clock.instant() : startedAt,
        last == null ? null : last.at(),
        operation.isReplayed());
  }

  private static @Nullable ErrorInfo info(@Nullable StoredError error) {
    return error == null ? null : new ErrorInfo(error.type(), error.message());
  }

  /** The result of a step as it is stored. */
  @Nullable Object output(
      AttemptInfo step, @Nullable Object result, PayloadCodec codec, @Nullable Type type) {
    return transformed(() -> transforming.output(new OutputInfo(run, step), result, codec, type));
  }

  /** The result of the run as it is stored. */
  @Nullable Object output(@Nullable Object result, PayloadCodec codec, Type type) {
    Type read = type == Object.class ? null : type;
    return transformed(() -> transforming.output(new OutputInfo(run, null), result, codec, read));
  }

  /** The input of another run, or of the next round, as it is stored. */
  @Nullable Object input(InputInfo info, @Nullable Object input, PayloadCodec codec) {
    return transformed(() -> transforming.input(info, input, codec, null));
  }

  /** An event as it is stored. */
  Object event(EventTarget target, Object event, PayloadCodec codec) {
    return transformed(() -> transforming.event(new EventInfo(run.runId(), target), event, codec));
  }

  private <T extends @Nullable Object> T transformed(Supplier<T> transformation) {
    try {
      return transformation.get();
    } catch (DataAccessException | TransactionException e) {
      throw refusal.of(UnusableValueException.away(e));
    }
  }

  private void call(String hook, Consumer<WorkflowInterceptor> call) {
    for (WorkflowInterceptor interceptor : interceptors) {
      try {
        call.accept(interceptor);
      } catch (Throwable e) {
        log.warn(
            "Interceptor {} has failed in {}; the run continues. run={}",
            interceptor.getClass().getName(),
            hook,
            run.runId(),
            errors.readable(e));
      }
    }
  }
}

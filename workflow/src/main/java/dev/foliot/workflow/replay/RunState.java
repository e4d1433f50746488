package dev.foliot.workflow.replay;

import dev.foliot.workflow.PayloadCodec;
import dev.foliot.workflow.RunInfo;
import dev.foliot.workflow.Workflow;
import dev.foliot.workflow.WorkflowInterceptor.InputInfo;
import dev.foliot.workflow.journal.OperationIds;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The state that all contexts of an invocation share. */
final class RunState implements Outside {
  /** The input of the next round, in the text of an error. */
  static final String NEXT_INPUT = "The input of the next round";

  private final InvocationParts parts;
  private final RunInfo info;
  private final Workflow.Memo memo;
  private final Recording recording;
  private final List<Compensation> compensations = new ArrayList<>();
  private final Logger logger;
  private Branches branches;

  RunState(InvocationParts parts, InvocationInput input, Recording recording) {
    this.parts = parts;
    this.info = input.info();
    this.memo = input.memo();
    this.recording = recording;
    this.logger = LoggerFactory.getLogger("dev.foliot.workflow.run." + info.workflow());
    this.branches = newBranches();
  }

  private Branches newBranches() {
    return new Branches(parts.threads(), parts.overlapping(), this);
  }

  @Override
  public void look() {
    recording.settle();
  }

  @Override
  public boolean lookAt(Instant due, Runnable wakeUp) {
    if (due.isAfter(now())) {
      parts.alarm().set(due, wakeUp);
      return false;
    }
    recording.settle();
    return true;
  }

  @Override
  public void beforeBodiesEnd() {
    recording.storeEmitted();
  }

  @Override
  public boolean awaitsBodies() {
    return recording.broken().isPresent();
  }

  /** Starts again, after all branches were unwound. */
  void beginAnew() {
    branches = newBranches();
  }

  InvocationParts parts() {
    return parts;
  }

  RunInfo info() {
    return info;
  }

  /** The external id of an operation. */
  String idOf(Operation operation) {
    return OperationIds.of(info.runId(), info.round(), operation.id());
  }

  boolean isByName() {
    return memo == Workflow.Memo.BY_NAME;
  }

  Recording recording() {
    return recording;
  }

  Branches branches() {
    return branches;
  }

  List<Compensation> compensations() {
    return compensations;
  }

  Logger logger() {
    return logger;
  }

  Instant now() {
    return parts.clock().instant();
  }

  /** As {@link UnusableValueException#write}; the run fails if it cannot be stored. */
  String write(PayloadCodec codec, @Nullable Object given, String value) {
    try {
      return UnusableValueException.write(codec, given, value);
    } catch (UnusableValueException e) {
      throw recording.refusal().of(e);
    }
  }

  /** As {@link UnusableValueException#read}; the run fails if it does not fit. */
  @Nullable Object read(PayloadCodec codec, String payload, Type type, String value) {
    try {
      return UnusableValueException.read(codec, payload, type, value);
    } catch (UnusableValueException e) {
      throw recording.refusal().of(e);
    }
  }

  Restart restart(@Nullable Object input) {
    InputInfo next = new InputInfo(info.runId(), info.workflow(), info.parentRunId());
    Object transformed = recording.hooks().input(next, input, parts.codec());
    return new Restart(transformed, write(parts.codec(), transformed, NEXT_INPUT));
  }

  PayloadCodec codec(@Nullable PayloadCodec own) {
    return own == null ? parts.codec() : own;
  }
}

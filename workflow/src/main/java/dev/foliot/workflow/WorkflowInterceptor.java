package dev.foliot.workflow;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Is notified while runs execute, for logs, traces and metrics, and transforms values before they
 * are stored. A bean of this type is called for all runs of the application. If it throws an
 * exception or an error, a warning is logged, and the run and the other interceptors continue.
 *
 * <p>The methods are called in the thread that runs the code of the workflow. The bodies of steps
 * may run at the same time, so an interceptor must be thread-safe. A slow interceptor makes the run
 * slower. No method is called in the transaction of a step or of a caller.
 *
 * <p>The interceptors transform a value one after the other. A transformed value must have the
 * class of the previous value. A list may become any other list, and a map any other map, if the
 * code can read it. Any other value is ignored with a warning. An input or an event is also ignored
 * if it lacks a required component, or would come back changed from its JSON. An error is ignored
 * in the same way. A stored value is not transformed again: a replay reads the transformed value.
 *
 * <p>A command, an event and a transactional step are committed before the call with their outcome.
 * Any other outcome is stored after the call: before the next effect of the run, or with the end of
 * the invocation. The outcome is not stored if the node crashes, if another node has taken the run
 * over, or if an answer came at the same moment. Then the next invocation repeats the operation and
 * the calls, perhaps with another outcome. If work must be done once, put it into a step.
 */
public interface WorkflowInterceptor {

  /**
   * Transforms the input of a run before it is stored: at its start, or when it continues as new.
   * The keys of flow control are computed from the input that was given; for a child run, from the
   * transformed input. The edited input of a fork is not transformed.
   */
  default @Nullable Object transformInput(InputInfo start, @Nullable Object input) {
    return input;
  }

  /**
   * Transforms the result of a step or of a run before it is stored. The result of a workflow of
   * steps is the result of its last step.
   */
  default @Nullable Object transformOutput(OutputInfo info, @Nullable Object output) {
    return output;
  }

  /**
   * Transforms an event before it is stored: an event on the stream of a run, an event that a run
   * publishes, or an event from outside that the application sends.
   */
  default Object transformEvent(EventInfo info, Object event) {
    return event;
  }

  /** Called before the code of a run begins. */
  default void invocationStart(InvocationInfo invocation) {}

  /**
   * Called when the code has ended, or waits. The new status of the run is stored after this call.
   */
  default void invocationEnd(InvocationInfo invocation) {}

  /**
   * Called when the code reaches an operation that has not ended, also in a replay. If the
   * operation has ended, the method is not called.
   */
  default void operationStart(OperationInfo operation) {}

  /**
   * Called when an operation has its final outcome: once in all invocations, unless the outcome is
   * not stored.
   */
  default void operationEnd(OperationInfo operation) {}

  /** Called before the body of a step, or a check of a condition, runs. */
  default void attemptStart(AttemptInfo attempt) {}

  /** Called when the body has ended. */
  default void attemptEnd(AttemptInfo attempt) {}

  /** Called before the code of a context or of a branch runs. A replay may run it again. */
  default void functionStart(FunctionInfo function) {}

  /** Called when the code of a context or of a branch has ended, or waits. */
  default void functionEnd(FunctionInfo function) {}

  /**
   * Called when outcomes and starts of operations were added to the journal. At the end of an
   * invocation, they are stored after this call, with the new status of the run.
   */
  default void operationsUpdated(UpdateInfo update) {}

  /**
   * A run that gets an input.
   *
   * @param runId its id
   * @param workflow the name of its workflow
   * @param parentRun the run that invokes it, or null
   */
  record InputInfo(String runId, String workflow, @Nullable String parentRun) {}

  /**
   * A result.
   *
   * @param run the run
   * @param step the attempt of the step; null for the result of the run
   */
  record OutputInfo(RunInfo run, @Nullable AttemptInfo step) {}

  /**
   * An event.
   *
   * @param runId the run; null for an event from outside
   * @param target the place where it is stored
   */
  record EventInfo(@Nullable String runId, EventTarget target) {}

  /** The place of an event. */
  enum EventTarget {
    /** The stream of the run. */
    STREAM,
    /** The event log, as a domain event. */
    LOG
  }

  /** The status of an operation. */
  enum OperationStatus {
    /** The operation has not ended. */
    STARTED,
    /** The operation has ended with a result. */
    SUCCEEDED,
    /** The operation has ended with an error. */
    FAILED,
    /** The time of the operation was over. */
    TIMED_OUT
  }

  /**
   * An error.
   *
   * @param type the class name of the error, or the type that another system gave
   * @param message its message, or null
   */
  record ErrorInfo(String type, @Nullable String message) {}

  /**
   * One invocation of the code of a run.
   *
   * @param run the run
   * @param requestId the id of this invocation
   * @param status {@code RUNNING} at the start; then the new status of the run
   * @param result the result of the run as stored; null unless it has succeeded
   * @param error why the run has failed; null if it has not failed
   * @param operations the operations of the run by their ids; valid during the call
   * @param updated the operations that have ended since the last invocation, by time or by an
   *     answer from outside
   */
  record InvocationInfo(
      RunInfo run,
      String requestId,
      RunStatus status,
      @Nullable String result,
      @Nullable ErrorInfo error,
      Map<String, OperationInfo> operations,
      List<OperationInfo> updated) {

    /** Whether the code of the run is invoked for the first time. */
    public boolean isFirst() {
      return run.invocation() == 1;
    }
  }

  /**
   * An operation.
   *
   * @param runId the run
   * @param id the id of the operation within the run
   * @param parentId the operation whose context it is in; null at the top
   * @param name its name, or null
   * @param type its type, such as {@code STEP}, {@code WAIT} or {@code CONTEXT}
   * @param subType its kind as in the history, such as {@code RunInChildContext}
   * @param status its status
   * @param result its result as stored; null if it has none
   * @param error its error; null unless it has failed or timed out
   * @param attempt the number of the last attempt; 0 if none has ended
   * @param startedAt when it was started
   * @param endedAt when it has ended; null if it has not
   * @param isReplay whether an earlier invocation has stored it
   */
  record OperationInfo(
      String runId,
      String id,
      @Nullable String parentId,
      @Nullable String name,
      String type,
      String subType,
      OperationStatus status,
      @Nullable String result,
      @Nullable ErrorInfo error,
      int attempt,
      Instant startedAt,
      @Nullable Instant endedAt,
      boolean isReplay) {

    /** Whether it has not ended. */
    public boolean isPending() {
      return status == OperationStatus.STARTED;
    }
  }

  /**
   * An attempt of a step, or a check of a condition.
   *
   * @param operation the operation
   * @param attempt the number of the attempt, from 1
   * @param startedAt when it began
   * @param endedAt when it ended; null at its start
   * @param outcome {@code STARTED} at its start, and at its end if it was stopped
   * @param error its error; null unless it has failed
   * @param willRetry whether another attempt follows
   */
  record AttemptInfo(
      OperationInfo operation,
      int attempt,
      Instant startedAt,
      @Nullable Instant endedAt,
      OperationStatus outcome,
      @Nullable ErrorInfo error,
      boolean willRetry) {}

  /**
   * The code of a context or of a branch.
   *
   * @param operation the operation of the context
   * @param isReplayingChildren whether the journal has operations of the context already
   * @param outcome {@code STARTED} at its start, and at its end if it waits
   * @param error its error; null unless it has failed
   */
  record FunctionInfo(
      OperationInfo operation,
      boolean isReplayingChildren,
      OperationStatus outcome,
      @Nullable ErrorInfo error) {}

  /**
   * A change of the journal.
   *
   * @param runId the run
   * @param updated the operations that have changed
   * @param operations the operations of the run by their ids; valid during the call
   */
  record UpdateInfo(
      String runId, List<OperationInfo> updated, Map<String, OperationInfo> operations) {}
}

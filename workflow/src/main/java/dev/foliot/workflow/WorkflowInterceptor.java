package dev.foliot.workflow;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Is called while runs execute: for logs, traces and metrics. A bean of this type sees all runs of
 * the application. It cannot change a run: an exception or an error that it throws is logged, and
 * the run and the other interceptors go on.
 *
 * <p>The methods are called in the thread that runs the code of the workflow. The bodies of steps
 * may run beside each other, so an interceptor is used by several threads. A slow interceptor makes
 * the run slower. No method is called in the transaction of a step: a transaction of the
 * interceptor is its own.
 *
 * <p>A command, an event and a step in a transaction are committed before a method sees their
 * outcome. Any other outcome is stored after the call: before the next effect of the run, or with
 * the end of the invocation. If it is not stored, the next invocation repeats the operation and the
 * calls, perhaps with another outcome. That happens if the node crashes, if another node has taken
 * the run over, or if an answer came at the same moment. Work that must be done once belongs into a
 * step.
 */
public interface WorkflowInterceptor {

  /** The code of a run is about to run. */
  default void invocationStart(InvocationInfo invocation) {}

  /** The code has ended, or it waits. The new status of the run is stored after this call. */
  default void invocationEnd(InvocationInfo invocation) {}

  /**
   * The code has reached an operation that has not ended. In a replay it is called again for an
   * operation that still has not ended, and never for one that has.
   */
  default void operationStart(OperationInfo operation) {}

  /**
   * An operation has its final outcome: once in all invocations, unless the outcome is not stored.
   */
  default void operationEnd(OperationInfo operation) {}

  /** The body of a step, or a check of a condition, is about to run. */
  default void attemptStart(AttemptInfo attempt) {}

  /** The body has ended. */
  default void attemptEnd(AttemptInfo attempt) {}

  /** The code of a context or of a branch is about to run. A replay may run it again. */
  default void functionStart(FunctionInfo function) {}

  /** The code of a context or of a branch has ended, or it waits. */
  default void functionEnd(FunctionInfo function) {}

  /**
   * Outcomes and starts of operations were added to the journal. Those at the end of an invocation
   * are stored after this call, with the new status of the run.
   */
  default void operationsUpdated(UpdateInfo update) {}

  /** The status of an operation. */
  enum OperationStatus {
    /** It has not ended. */
    STARTED,
    /** It has ended with a result. */
    SUCCEEDED,
    /** It has ended with an error. */
    FAILED,
    /** Its time was over. */
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
   * @param result the result of the run as it is stored; null unless it has succeeded
   * @param error why the run has failed; null if it has not failed
   * @param operations the operations of the run by their ids; valid during the call
   * @param updated the operations that have ended since the last invocation: by time or from
   *     outside
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
   * @param result its result as it is stored; null if it has none
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

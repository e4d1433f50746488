package dev.foliot.test;

import dev.foliot.workflow.RunStatus;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A run that a test controls step by step, at any test level. After each method, the run has
 * continued as far as it can at this time. At level 1, the actions given to {@link
 * WorkflowTestRunner#at} happen when the clock reaches their times.
 *
 * @param <R> the result of the workflow
 */
public sealed interface WorkflowTestRun<R extends @Nullable Object>
    permits VirtualTestRun, StoredTestRun {
  /** Lets time pass, and executes everything that is due meanwhile. */
  WorkflowTestRun<R> advance(Duration time);

  /**
   * Skips time until the run has ended, or waits for an answer that no action of the test gives.
   */
  WorkflowTestRun<R> finish();

  /**
   * Completes a callback.
   *
   * @param callback its name or its id
   * @throws IllegalStateException if there is none
   * @throws dev.foliot.workflow.CallbackClosedException if it has its outcome
   */
  WorkflowTestRun<R> complete(String callback, @Nullable Object result);

  /**
   * Lets a callback fail.
   *
   * @param callback its name or its id
   * @throws IllegalStateException if there is none
   * @throws dev.foliot.workflow.CallbackClosedException if it has its outcome
   */
  WorkflowTestRun<R> fail(String callback, Throwable error);

  /**
   * Keeps a callback alive.
   *
   * @param callback its name or its id
   * @throws IllegalStateException if there is none
   * @throws dev.foliot.workflow.CallbackClosedException if it has its outcome
   */
  WorkflowTestRun<R> heartbeat(String callback);

  /** Raises a domain event. */
  WorkflowTestRun<R> publish(Object event);

  /** Cancels the run: its compensations run. */
  WorkflowTestRun<R> cancel();

  /**
   * Continues the run after it has ended without success, as {@code workflows.retry(runId)} does:
   * from the operation whose error has ended it. The stub of an operation continues with its next
   * entry.
   *
   * @throws dev.foliot.workflow.RunNotRepeatableException if the run has not ended, or has
   *     succeeded, or if its compensations have run
   */
  WorkflowTestRun<R> retry();

  /**
   * Does the same as {@link #retry()}, but the given operation begins again, with everything after
   * it.
   *
   * @param fromStep the id of an operation, or its name if no other operation has it
   * @throws IllegalArgumentException if there is no such operation, or several
   * @throws dev.foliot.workflow.RunNotRepeatableException as {@link #retry()} does
   */
  WorkflowTestRun<R> retry(String fromStep);

  /** The operations that wait for an answer from outside, or for a time. */
  default List<WorkflowOperation> waitingFor() {
    return result().waitingFor();
  }

  /** The status of the run. */
  RunStatus status();

  /** The state that the run has reached. */
  WorkflowResult<R> result();
}

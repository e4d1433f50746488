package dev.foliot.test;

import dev.foliot.workflow.RunStatus;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A run that a test leads step by step, at any test level. After each method it has gone as far as
 * it can at this time. At level 1, actions of the runner come when their time is reached.
 *
 * @param <R> the result of the workflow
 */
public sealed interface WorkflowTestRun<R extends @Nullable Object>
    permits VirtualTestRun, StoredTestRun {
  /** Lets time pass, and everything happen that is due meanwhile. */
  WorkflowTestRun<R> advance(Duration time);

  /**
   * Skips time until the run has ended, or waits for something that no action of the test gives.
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

  /** The operations that something outside, or the time, lets go on. */
  default List<WorkflowOperation> waitingFor() {
    return result().waitingFor();
  }

  /** The status of the run. */
  RunStatus status();

  /** How far the run came. */
  WorkflowResult<R> result();
}

package dev.foliot.workflow;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A run, as it is committed. A run that has ended is kept for {@code foliot.workflow.retention}.
 * Any thread may use it.
 *
 * @param <O> the result
 */
public interface RunHandle<O extends @Nullable Object> {
  /** The id of the run. */
  String id();

  /**
   * The status now.
   *
   * @throws RunNotFoundException if there is no such run
   */
  RunStatus status();

  /**
   * The result; empty if the run has not succeeded, or if its result is null.
   *
   * @throws RunNotFoundException if there is no such run
   */
  Optional<O> result();

  /**
   * The error; empty unless the run has failed, or was skipped by flow control.
   *
   * @throws RunNotFoundException if there is no such run
   */
  Optional<RunError> error();

  /**
   * Waits until the run has ended, in whatever way, and returns its status; after the time-out, the
   * status at that time. While this node executes the run, nothing is polled.
   *
   * @param most how long to wait
   * @throws RunNotFoundException if there is no such run
   * @throws IllegalStateException in a transaction, because the run begins after the commit only;
   *     if the clock stands still and no engine runs; and if the thread is interrupted, whose flag
   *     stays set
   */
  RunStatus await(Duration most);

  /**
   * Lets the run end as {@link RunStatus#CANCELLED} between two operations, after its
   * compensations; so do its child runs.
   *
   * @return false if it has ended already
   * @throws RunNotFoundException if there is no such run
   */
  boolean cancel();

  /**
   * Ends the run at once as {@link RunStatus#TERMINATED}, without its compensations; so do its
   * child runs. A step that is being executed goes on, but its outcome is not stored.
   *
   * @return false if it has ended already
   * @throws RunNotFoundException if there is no such run
   */
  boolean terminate();
}

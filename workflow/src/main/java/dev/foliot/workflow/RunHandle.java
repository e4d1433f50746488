package dev.foliot.workflow;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Shows and ends a run. The methods read committed state. A run is kept for {@code
 * foliot.workflow.retention} after its end. Thread-safe.
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
   * Waits until the run has ended, with any status, or until the time-out. Returns the status at
   * that time. While this node executes the run, the database is not polled.
   *
   * @param most the maximum time
   * @throws RunNotFoundException if there is no such run
   * @throws IllegalStateException in a transaction, because the run begins only after the commit;
   *     if the clock stands still and no engine runs; or if the thread is interrupted. Its
   *     interrupt flag stays set
   */
  RunStatus await(Duration most);

  /**
   * Ends the run as {@link RunStatus#CANCELLED} between two operations, after its compensations,
   * and its child runs in the same way.
   *
   * @return false if the run has ended already
   * @throws RunNotFoundException if there is no such run
   */
  boolean cancel();

  /**
   * Ends the run and its child runs at once as {@link RunStatus#TERMINATED}, without compensations.
   * A step that is being executed continues, but its outcome is not stored.
   *
   * @return false if the run has ended already
   * @throws RunNotFoundException if there is no such run
   */
  boolean terminate();
}

package dev.foliot.workflow;

import java.util.stream.Stream;

/** The status of a run. */
public enum RunStatus {
  /** The run was started, and no node has begun it. */
  PENDING,
  /** A node runs the code, or will run it when it has a free place. */
  RUNNING,
  /** The run waits for a time, an event, a callback or a child run. */
  WAITING,
  /** The run has ended with a result. */
  SUCCEEDED,
  /** The run has ended with an error. */
  FAILED,
  /** The run was cancelled, after its registered compensations. */
  CANCELLED,
  /** The run has timed out, after its registered compensations. */
  TIMED_OUT,
  /** The run was ended at once, without compensations. */
  TERMINATED,
  /** Flow control did not admit the start. The error has the reason. The code has never run. */
  SKIPPED;

  /**
   * The status with this name, in upper or lower case, such as {@code timed_out}.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static RunStatus named(String name) {
    return Stream.of(values())
        .filter(status -> status.name().equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "\"%s\" is not a status of a run; known are pending, running, waiting, succeeded, failed, cancelled, timed_out, terminated, skipped."
                        .formatted(name)));
  }

  /** Whether it has ended. */
  public boolean isEnded() {
    return compareTo(SUCCEEDED) >= 0;
  }
}

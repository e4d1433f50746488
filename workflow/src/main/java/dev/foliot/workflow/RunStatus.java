package dev.foliot.workflow;

import java.util.stream.Stream;

/** The status of a run. */
public enum RunStatus {
  /** It was started, and no node has begun it. */
  PENDING,
  /** A node runs its code, or will do so when it has room. */
  RUNNING,
  /** It waits for a time, an event, a callback or a child run. */
  WAITING,
  /** It has ended with a result. */
  SUCCEEDED,
  /** It has ended with an error. */
  FAILED,
  /** It was cancelled, and its compensations have run, if asked. */
  CANCELLED,
  /** Its time was over, and its compensations have run, if asked. */
  TIMED_OUT,
  /** It was ended at once, without its compensations. */
  TERMINATED,
  /** Flow control did not admit its start; its error says why. Its code has never run. */
  SKIPPED;

  /**
   * The status with this name, in any case, such as {@code timed_out}.
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
                    "\"%s\" is no status of a run; known are pending, running, waiting, succeeded, failed, cancelled, timed_out, terminated, skipped."
                        .formatted(name)));
  }

  /** Whether it has ended. */
  public boolean isEnded() {
    return compareTo(SUCCEEDED) >= 0;
  }
}

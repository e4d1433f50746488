package dev.foliot.command;

/** The states of a submitted command. */
public enum CommandStatus {
  /** It is in the log, and its handler has not been called. */
  SUBMITTED,
  /** It waits for its time. */
  SCHEDULED,
  /** Its handler was called, and has not succeeded: it runs now, or waits for its next attempt. */
  RUNNING,
  /** Its handler returned, and the transaction is committed. */
  SUCCEEDED,
  /**
   * It failed for good: it is parked, until a person retries or discards it, or was skipped, or an
   * interceptor passed over it.
   */
  FAILED,
  /** Its deadline passed before its handler was called. */
  EXPIRED,
  /** It was cancelled before its handler was called. */
  CANCELLED;

  /** Whether it does not change any more by itself. */
  public boolean isEnd() {
    return this == SUCCEEDED || this == FAILED || this == EXPIRED || this == CANCELLED;
  }
}

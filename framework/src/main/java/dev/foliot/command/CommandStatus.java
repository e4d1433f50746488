package dev.foliot.command;

/** The states of a submitted command. */
public enum CommandStatus {
  /** It is in the log. Its handler has not been called, or the first attempt runs now. */
  SUBMITTED,
  /** It waits for its time. */
  SCHEDULED,
  /** It failed, and waits for its next attempt. */
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

package dev.foliot.command;

/** The states of a submitted command. */
public enum CommandStatus {
  /** The command is in the log. Its handler has not been called, or the first attempt runs now. */
  SUBMITTED,
  /** The command waits for its time. */
  SCHEDULED,
  /** The command failed, and waits for its next attempt. */
  RUNNING,
  /** The handler returned, and the transaction is committed. */
  SUCCEEDED,
  /**
   * The command failed for good: it is parked until a person retries or discards it, it was
   * skipped, or an interceptor did not proceed.
   */
  FAILED,
  /** The deadline passed before the handler was called, or before another attempt. */
  EXPIRED,
  /** The command was cancelled before its handler was called. */
  CANCELLED;

  /** Whether the command has ended. Then only a person can change the status, by a retry. */
  public boolean isEnd() {
    return this == SUCCEEDED || this == FAILED || this == EXPIRED || this == CANCELLED;
  }
}

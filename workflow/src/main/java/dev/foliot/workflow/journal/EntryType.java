package dev.foliot.workflow.journal;

/** The state of an operation that an entry of a journal records. */
public enum EntryType {
  /** The operation was started. Steps have this entry only if they run at most once. */
  STARTED,
  /**
   * The operation has succeeded. If the entry has a next delay, it is a check of a condition, and
   * another check follows.
   */
  SUCCEEDED,
  /** The operation has failed. If the entry has a next delay, another attempt follows. */
  FAILED,
  /** The time of the operation was over. */
  TIMED_OUT
}

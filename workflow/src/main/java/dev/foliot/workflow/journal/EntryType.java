package dev.foliot.workflow.journal;

/** The state of an operation that an entry of a journal records. */
public enum EntryType {
  /** The operation was started. Steps have this entry only if they run at most once. */
  STARTED,
  /** The operation has succeeded. With a next delay: a check of a condition, which is repeated. */
  SUCCEEDED,
  /** The operation has failed. With a next delay: a failed attempt, which another one follows. */
  FAILED,
  /** The time of the operation was over. */
  TIMED_OUT
}

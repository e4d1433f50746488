package dev.foliot.workflow.journal;

/** What an entry of a journal says of its operation. */
public enum EntryType {
  /** It was started. Steps have this entry only if they run at most once. */
  STARTED,
  /** It has succeeded; with a next delay: a check of a condition that goes on. */
  SUCCEEDED,
  /** It has failed; with a next delay: an attempt that is followed by another one. */
  FAILED,
  /** Its time was over. */
  TIMED_OUT
}

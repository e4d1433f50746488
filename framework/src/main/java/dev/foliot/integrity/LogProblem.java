package dev.foliot.integrity;

/**
 * A problem in the log.
 *
 * @param kind the kind of problem
 * @param text the problem, and the stream, message or subscription that has it
 */
public record LogProblem(Kind kind, String text) {
  /** The kinds of problems. */
  public enum Kind {
    /** A stream lacks versions between its first and its last one. */
    VERSION_GAP(
        "Restore the missing events from a backup: the aggregate loads without them, in a state that never existed."),
    /** Two messages of a stream have one version. */
    DUPLICATE_VERSION(
        "Find out which one is right and remove the other, then create the constraint foliot_message_version again: without it two writers can both commit."),
    /** A later version of a stream comes before an earlier one. */
    VERSION_ORDER(
        "Versions or positions were changed by hand. Put each version back where it was: subscriptions read by position, aggregates by version."),
    /** A stream has events after its tombstone. */
    AFTER_TOMBSTONE(
        "Something other than Foliot wrote these rows. Remove them, or move them to another stream."),
    /** A stream has events in the archive and no tombstone in the log. */
    ARCHIVED_BUT_OPEN(
        "The aggregate loads without its archived events. Restore the tombstone, or move the events back to foliot_message."),
    /** Two messages have one id, in the log, in the archive, or one in each. */
    DUPLICATE_ID(
        "Remove the copy, then create the constraint foliot_message_id again: receivers ignore the second message as a repeat."),
    /** A message cannot be read as a current message. */
    UNREADABLE_MESSAGE(
        "Declare the type, add an upcaster, or repair the row; loading its aggregate fails until then."),
    /** A snapshot has a higher version than the last event of its stream. */
    SNAPSHOT_AHEAD(
        "Delete the snapshot, so that the aggregate is loaded from its events. Events may be missing, as after a restore from a backup."),
    /** The checkpoint of a subscription is after the end of the log. */
    CHECKPOINT_AHEAD(
        "The log was restored without its newest events, or positions were assigned again: rebuild the rows that the subscription wrote, and set its checkpoint to the end of the log.");

    private final String advice;

    Kind(String advice) {
      this.advice = advice;
    }

    /** Returns the remedy. */
    public String advice() {
      return advice;
    }
  }

  @Override
  public String toString() {
    return "%s: %s".formatted(kind, text);
  }
}

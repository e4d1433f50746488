package dev.foliot.workflow.replay;

import dev.foliot.workflow.journal.EntryDetails;
import dev.foliot.workflow.journal.EntryType;
import dev.foliot.workflow.journal.StoredError;
import java.time.Duration;
import java.util.Objects;

/**
 * The end of an operation whose time is over.
 *
 * @param type what is recorded
 * @param details its details
 */
record EndByTime(EntryType type, EntryDetails details) {
  private static final EndByTime CALLBACK =
      failed("Callback.Timeout", "The callback was not completed in time");
  private static final EndByTime HEARTBEAT =
      failed("Callback.Heartbeat", "No heartbeat came in time");
  private static final EndByTime INVOKE =
      failed("Invoke.Timeout", "The child run did not end in time");

  private static EndByTime failed(String type, String message) {
    return new EndByTime(EntryType.TIMED_OUT, EntryDetails.error(new StoredError(type, message)));
  }

  /** Whether an operation like this one ends when its time is over. */
  static boolean ends(Operation operation) {
    return switch (operation.kind()) {
      case WAIT, CALLBACK, EVENT, INVOKE -> true;
      default -> false;
    };
  }

  static EndByTime of(Operation operation) {
    return switch (operation.kind()) {
      case CALLBACK -> ofCallback(operation);
      case INVOKE -> INVOKE;
      case EVENT -> new EndByTime(EntryType.TIMED_OUT, EntryDetails.NONE);
      default -> new EndByTime(EntryType.SUCCEEDED, EntryDetails.NONE);
    };
  }

  private static EndByTime ofCallback(Operation callback) {
    boolean isLate = Objects.equals(callback.heartbeatDue(), callback.dueAt());
    Duration heartbeat = isLate ? callback.heartbeat() : null;
    return heartbeat == null
        ? CALLBACK
        : new EndByTime(HEARTBEAT.type(), HEARTBEAT.details().without(heartbeat));
  }
}

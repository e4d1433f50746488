package dev.foliot.workflow.replay;

import dev.foliot.workflow.journal.EntryDetails;
import dev.foliot.workflow.journal.EntryType;
import dev.foliot.workflow.journal.StoredError;
import java.time.Duration;
import java.util.Objects;

/**
 * The end of an operation whose time is over.
 *
 * @param type the recorded type
 * @param details its details
 */
record EndByTime(EntryType type, EntryDetails details) {
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

  /**
   * The end of an operation.
   *
   * @param description the operation in the text of an error, with its run
   */
  static EndByTime of(Operation operation, String description) {
    EntryDetails details = Objects.requireNonNull(operation.started()).details();
    return switch (operation.kind()) {
      case CALLBACK -> ofCallback(operation, details, description);
      case INVOKE ->
          failed(
              "Invoke.Timeout",
              "%s: the child run %s of workflow %s did not end within %s"
                  .formatted(
                      description, details.childRun(), details.target(), details.duration()));
      case EVENT -> new EndByTime(EntryType.TIMED_OUT, EntryDetails.NONE);
      default -> new EndByTime(EntryType.SUCCEEDED, EntryDetails.NONE);
    };
  }

  private static EndByTime ofCallback(
      Operation callback, EntryDetails started, String description) {
    boolean isLate = Objects.equals(callback.heartbeatDue(), callback.dueAt());
    Duration heartbeat = isLate ? callback.heartbeat() : null;
    if (heartbeat == null) {
      return failed(
          "Callback.Timeout",
          "%s was not completed within %s".formatted(description, started.duration()));
    }
    EndByTime end =
        failed(
            "Callback.Heartbeat",
            "%s got no heartbeat within %s".formatted(description, heartbeat));
    return new EndByTime(end.type(), end.details().without(heartbeat));
  }
}

package dev.foliot.workflow.replay;

import dev.foliot.workflow.journal.OperationKind;
import java.time.Duration;
import java.time.Instant;

/** The limits of what the tables of the journal can store. */
final class Limits {
  /** The latest time: databases and clients end at different years. */
  static final Instant FOR_EVER = Instant.parse("9999-12-31T00:00:00Z");

  private static final int MAX_NAME = 200;
  private static final int MAX_RUN_ID = 200;
  private static final int MAX_OPERATION_ID = 500;

  private Limits() {}

  static void checkName(OperationKind kind, String name) {
    if (name.isBlank()) {
      throw new IllegalArgumentException(
          "The name of a %s is blank. Give it a name, or null.".formatted(kind.label()));
    }
    if (name.length() > MAX_NAME || name.indexOf('\0') >= 0) {
      throw new IllegalArgumentException(
          "The name of a %s has %s characters; a name has %s at most, and none of them is NUL. It begins with '%s'."
              .formatted(
                  kind.label(),
                  name.length(),
                  MAX_NAME,
                  name.substring(0, Math.min(name.length(), 20)).replace('\0', ' ')));
    }
  }

  /** The id of an operation grows with each context around it. */
  static void checkId(String id, String description) {
    if (id.length() > MAX_OPERATION_ID) {
      throw new IllegalStateException(
          "%s is nested too deeply: its id has %s characters; it may have %s. Use a loop, a child run, or continueAsNew."
              .formatted(description, id.length(), MAX_OPERATION_ID));
    }
  }

  static void checkRunId(String id) {
    if (id.isBlank() || id.length() > MAX_RUN_ID) {
      throw new IllegalArgumentException(
          "The id of a child run has 1 to %s characters; it had %s. Give it a short one by InvokeOptions.withRunId."
              .formatted(MAX_RUN_ID, id.length()));
    }
  }

  /** A time after another one, and not after {@link #FOR_EVER}. */
  static Instant after(Instant start, Duration duration) {
    boolean isLonger = duration.compareTo(Duration.between(start, FOR_EVER)) > 0;
    return isLonger ? FOR_EVER : start.plus(duration);
  }

  /** A time that is not after {@link #FOR_EVER}. */
  static Instant atMost(Instant time) {
    return time.isAfter(FOR_EVER) ? FOR_EVER : time;
  }
}

package dev.foliot.workflow.replay;

import dev.foliot.failure.ErrorText;
import dev.foliot.message.StorableText;
import dev.foliot.workflow.journal.OperationKind;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The limits of the tables of the journal. */
final class Limits {
  /** The latest time that all databases and clients can store. */
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
    if (name.length() > MAX_NAME) {
      throw new IllegalArgumentException(
          "The name of a %s has %s characters; a name has %s at most. It begins with '%s'."
              .formatted(kind.label(), name.length(), MAX_NAME, ErrorText.cut(name, 20)));
    }
    StorableText.require("The name of a " + kind.label(), name);
  }

  /** Refuses an id that is too long: the id of an operation grows with each context around it. */
  static void checkId(String id, String description) {
    if (id.length() > MAX_OPERATION_ID) {
      throw new IllegalStateException(
          "%s is nested too deeply: its id has %s characters; the maximum is %s. Use a loop, a child run, or continueAsNew."
              .formatted(description, id.length(), MAX_OPERATION_ID));
    }
  }

  /** Refuses an id that is too long: without one of its own, a child run has its parent's, too. */
  static void checkRunId(String id) {
    if (id.length() > MAX_RUN_ID) {
      throw new IllegalArgumentException(
          "The id of a child run consists of the ids of its parent run and of the operation. It has %s characters; the maximum is %s. Give the child run a shorter id by InvokeOptions.withRunId."
              .formatted(id.length(), MAX_RUN_ID));
    }
  }

  /** A time after another one, and not after {@link #FOR_EVER}. */
  static Instant after(Instant start, Duration duration) {
    boolean isLonger = duration.compareTo(Duration.between(start, FOR_EVER)) > 0;
    return isLonger ? FOR_EVER : whole(start.plus(duration));
  }

  /** A time that is not after {@link #FOR_EVER}. */
  static Instant atMost(Instant time) {
    return time.isAfter(FOR_EVER) ? FOR_EVER : whole(time);
  }

  /**
   * Rounds up to a microsecond, the precision of clocks and columns. Without the rounding, a run
   * would be woken before its wait is over, again and again while a clock stands still.
   */
  private static Instant whole(Instant time) {
    Instant before = time.truncatedTo(ChronoUnit.MICROS);
    return before.equals(time) ? time : before.plus(1, ChronoUnit.MICROS);
  }
}

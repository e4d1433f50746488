package dev.foliot.operation;

import dev.foliot.message.Given;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/**
 * The target of a move of checkpoints: messages after it are handled, or handled again. As a text
 * it is {@code start}, {@code end}, a position, or an instant such as {@code 2026-01-31T12:00:00Z}.
 */
public final class CheckpointTarget {
  private static final String START = "start";
  private static final String END = "end";

  private final String text;
  private final @Nullable Long position;
  private final @Nullable Instant instant;

  private CheckpointTarget(String text, @Nullable Long position, @Nullable Instant instant) {
    this.text = text;
    this.position = position;
    this.instant = instant;
  }

  /** The target before the first message of the log. */
  public static CheckpointTarget start() {
    return new CheckpointTarget(START, 0L, null);
  }

  /** The target after the last message of the log. */
  public static CheckpointTarget end() {
    return new CheckpointTarget(END, null, null);
  }

  /**
   * The target after the message at that position of the log.
   *
   * @throws IllegalArgumentException if the position is negative
   */
  public static CheckpointTarget position(long position) {
    if (position < 0) {
      throw new IllegalArgumentException(
          "A checkpoint cannot be moved to position %s: the log begins after position 0."
              .formatted(position));
    }
    return new CheckpointTarget(String.valueOf(position), position, null);
  }

  /** The target before the first message that occurred at the instant or later. */
  public static CheckpointTarget instant(Instant instant) {
    Given.value(instant, "CheckpointTarget.instant", "an instant");
    return new CheckpointTarget(instant.toString(), null, instant);
  }

  /**
   * Parses the text.
   *
   * @throws IllegalArgumentException if it has another form
   */
  public static CheckpointTarget parse(String text) {
    Given.value(text, "CheckpointTarget.parse", "start, end, a position or an instant");
    String stripped = text.strip();
    if (stripped.equals(START)) {
      return start();
    }
    if (stripped.equals(END)) {
      return end();
    }
    try {
      return stripped.matches("\\d+")
          ? position(Long.parseLong(stripped))
          : instant(Instant.parse(stripped));
    } catch (NumberFormatException | DateTimeParseException e) {
      throw new IllegalArgumentException(
          "A checkpoint cannot be moved to \"%s\". Give start, end, a position of the log such as 4711, or an instant such as 2026-01-31T12:00:00Z."
              .formatted(text),
          e);
    }
  }

  @Nullable Long position() {
    return position;
  }

  @Nullable Instant instant() {
    return instant;
  }

  @Override
  public String toString() {
    return text;
  }
}

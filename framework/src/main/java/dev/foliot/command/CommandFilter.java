package dev.foliot.command;

import dev.foliot.message.Given;
import org.jspecify.annotations.Nullable;

/**
 * Selects submitted commands. Immutable: each method returns a copy.
 *
 * @param status the status of the commands; null for any
 * @param type the declared name of their type; null for any
 * @param limit the maximum number, from 1 to 1,000
 */
public record CommandFilter(@Nullable CommandStatus status, @Nullable String type, int limit) {
  private static final int MAX = 1_000;

  /**
   * @throws IllegalArgumentException if the limit is out of its range
   */
  public CommandFilter {
    if (limit < 1 || limit > MAX) {
      throw new IllegalArgumentException(
          "A list of commands has a limit from 1 to %s; this one is %s.".formatted(MAX, limit));
    }
  }

  /** The newest 100 commands of any status and type. */
  public static CommandFilter all() {
    return new CommandFilter(null, null, 100);
  }

  /** Commands of this status; scheduled ones are listed with the earliest due first. */
  public CommandFilter withStatus(CommandStatus other) {
    return new CommandFilter(
        Given.value(other, "CommandFilter.withStatus", "a status"), type, limit);
  }

  /** Commands of the type with this declared name. */
  public CommandFilter ofType(String other) {
    return new CommandFilter(
        status, Given.text(other, "CommandFilter.ofType", "the name of a type"), limit);
  }

  /** Returns the same filter with another limit. */
  public CommandFilter limit(int other) {
    return new CommandFilter(status, type, other);
  }
}

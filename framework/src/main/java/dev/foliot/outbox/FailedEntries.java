package dev.foliot.outbox;

import dev.foliot.message.Given;
import dev.foliot.message.StorableText;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Selects failed entries of the outbox: one, a key, a destination, or all. */
public final class FailedEntries {
  private final String description;
  private final String condition;
  private final List<Object> arguments;

  private FailedEntries(String description, String condition, Object... arguments) {
    this.description = description;
    this.condition = condition;
    this.arguments = List.of(arguments);
  }

  /** The entry with the id, if it has failed. */
  public static FailedEntries withId(long id) {
    return new FailedEntries("with the id " + id, " and id = ?", id);
  }

  /** The failed entries of one key. There is at most one, unless the outbox was changed by hand. */
  public static FailedEntries ofKey(String destination, String key) {
    Given.text(destination, "FailedEntries.ofKey", "a destination");
    Given.text(key, "FailedEntries.ofKey", "the key of a message");
    return new FailedEntries(
        "of the key %s to %s".formatted(key, destination),
        " and destination = ? and message_key = ?",
        destination,
        key);
  }

  /** The failed entries of one destination. */
  public static FailedEntries toDestination(String destination) {
    Given.text(destination, "FailedEntries.toDestination", "a destination");
    return new FailedEntries("to " + destination, " and destination = ?", destination);
  }

  /** All failed entries. */
  public static FailedEntries all() {
    return new FailedEntries("of all destinations", "");
  }

  /**
   * The failed entries that an operator has named.
   *
   * @param all whether all failed entries are selected; it must be set explicitly, so that a
   *     forgotten option does not select all
   * @throws IllegalArgumentException if nothing, or not exactly one thing, is named
   */
  public static FailedEntries named(
      @Nullable Long id, @Nullable String destination, @Nullable String key, boolean all) {
    int named = (id == null ? 0 : 1) + (destination == null ? 0 : 1) + (all ? 1 : 0);
    if (named != 1 || (key != null && destination == null)) {
      throw new IllegalArgumentException(
          "Nothing was done: name one entry by its id, or a destination, or a destination and a key, or all.");
    }
    if (id != null) {
      return withId(id);
    }
    if (destination == null) {
      return all();
    }
    return key == null ? toDestination(destination) : ofKey(destination, key);
  }

  String condition() {
    return condition;
  }

  List<Object> arguments() {
    return arguments;
  }

  /** Whether no entry can be meant, because no database stores such a text. */
  boolean namesUnstorableText() {
    return arguments.stream()
        .anyMatch(each -> each instanceof String text && StorableText.problem(text).isPresent());
  }

  @Override
  public String toString() {
    return description;
  }
}

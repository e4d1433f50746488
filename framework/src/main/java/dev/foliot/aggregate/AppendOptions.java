package dev.foliot.aggregate;

import dev.foliot.message.Given;
import dev.foliot.message.Priority;
import org.jspecify.annotations.Nullable;

/**
 * Options for appending past events to a stream. Immutable: each method returns a copy.
 *
 * @param expectedVersion the version that the stream must have; null for any
 * @param priority the priority of the events and of everything that they cause; it decides their
 *     lane
 */
public record AppendOptions(@Nullable Long expectedVersion, Priority priority) {

  public AppendOptions {
    Given.value(priority, "AppendOptions", "a priority");
    if (expectedVersion != null && expectedVersion < 0) {
      throw new IllegalArgumentException(
          "An expected version is 0 for a new stream, or higher; this one is " + expectedVersion);
    }
  }

  /** Accepts any version of the stream, and sets the priority {@link Priority#BACKFILL}. */
  public static AppendOptions none() {
    return new AppendOptions(null, Priority.BACKFILL);
  }

  /** Requires a version of the stream; 0 for a new stream, which costs no query of its own. */
  public static AppendOptions expectedVersion(long version) {
    return new AppendOptions(version, Priority.BACKFILL);
  }

  /** Sets the priority of the events and of everything that they cause. */
  public AppendOptions withPriority(Priority other) {
    return new AppendOptions(expectedVersion, other);
  }
}

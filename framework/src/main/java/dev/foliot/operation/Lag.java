package dev.foliot.operation;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The messages that one lane of one segment has not read yet. Messages that wait behind a failed
 * one do not count: they are held.
 *
 * @param messages messages for the segment after its checkpoint; exact, unless {@code more} is true
 * @param more whether only the next {@value MeasureLag#WINDOW} positions were counted
 * @param positions the distance from the checkpoint to the end of the log, in positions; it
 *     includes messages that are not for this subscription
 * @param age the age of the oldest of the messages; null if none was counted
 */
public record Lag(long messages, boolean more, long positions, @Nullable Duration age) {
  static final Lag NONE = new Lag(0, false, 0, null);

  /**
   * Returns the lag of two lanes or segments together: the sum of the messages, the larger distance
   * and the larger age.
   */
  Lag and(Lag other) {
    return new Lag(
        messages + other.messages,
        more || other.more,
        Math.max(positions, other.positions),
        longest(age, other.age));
  }

  private static @Nullable Duration longest(@Nullable Duration one, @Nullable Duration other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return one.compareTo(other) > 0 ? one : other;
  }
}

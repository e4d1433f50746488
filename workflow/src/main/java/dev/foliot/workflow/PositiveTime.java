package dev.foliot.workflow;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Refuses a limit of time that is over before it begins. */
final class PositiveTime {
  private PositiveTime() {}

  /**
   * Checks a limit.
   *
   * @param time null for no limit
   * @param limit its name, such as {@code time-out of a callback}
   * @throws IllegalArgumentException if it is zero or negative
   */
  static void check(@Nullable Duration time, String limit) {
    if (time != null && (time.isNegative() || time.isZero())) {
      throw new IllegalArgumentException("The %s is positive; it was %s.".formatted(limit, time));
    }
  }
}

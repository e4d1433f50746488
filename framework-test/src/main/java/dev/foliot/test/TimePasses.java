package dev.foliot.test;

import dev.foliot.message.Given;
import java.time.Duration;

/**
 * A step of a {@link ProcessScenario} in which time passes; {@link FoliotAssertions#timePasses}
 * makes it.
 *
 * @param time how much
 */
public record TimePasses(Duration time) {
  public TimePasses {
    Given.value(time, "timePasses", "a duration");
    if (time.isNegative()) {
      throw new IllegalArgumentException("The time must not be negative, but is " + time);
    }
  }
}

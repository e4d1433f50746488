package dev.foliot.schedule;

import dev.foliot.message.Given;
import java.time.DateTimeException;
import java.time.ZoneId;

/** Time zones by their names. */
final class Zones {
  private Zones() {}

  /**
   * The time zone of a name.
   *
   * @throws IllegalArgumentException if there is none
   */
  static ZoneId named(String name) {
    String given = Given.text(name, "Schedule.cron", "a time zone such as Europe/Berlin");
    try {
      return ZoneId.of(given);
    } catch (DateTimeException unknown) {
      throw new IllegalArgumentException(
          "There is no time zone \"%s\". Take a name such as Europe/Berlin or UTC."
              .formatted(given),
          unknown);
    }
  }
}

package dev.foliot.schedule;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/** The instants of a schedule. */
sealed interface Times permits CronTimes, EveryTimes {
  /** The first one after an instant; empty if there is none. */
  Optional<Instant> after(Instant instant);

  /**
   * The last one up to an instant.
   *
   * @param known one of the instants, not later than {@code until}
   */
  Instant newest(Instant known, Instant until);

  /**
   * Reads the text of a schedule.
   *
   * @throws IllegalArgumentException if it is wrong
   */
  static Times of(String text, ZoneId zone) {
    return text.startsWith(EveryTimes.PREFIX) ? EveryTimes.read(text) : CronTimes.read(text, zone);
  }
}

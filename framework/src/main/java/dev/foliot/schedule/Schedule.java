package dev.foliot.schedule;

import dev.foliot.message.Given;
import dev.foliot.time.StorableInstant;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * The times of a schedule, by the application's clock, and what happens about missed ones. Two
 * schedules with the same times, zone and policy are equal.
 *
 * <p>With daylight saving, a local time that does not exist fires at the next instant that does. A
 * local time that exists twice fires once, the first time. So a cron expression that fires every
 * few minutes pauses for the hour that is repeated; {@link #every} does not.
 *
 * @param times a cron expression of six fields, or {@code every} and a duration, such as {@code
 *     every PT15M}
 * @param zone the time zone of a cron expression
 * @param missed what happens about missed times
 */
public record Schedule(String times, ZoneId zone, Missed missed) {
  /**
   * Refuses times that are wrong.
   *
   * @throws IllegalArgumentException if the times cannot be read, with the field and the position
   */
  public Schedule {
    Given.text(times, "new Schedule", "the times");
    Given.value(zone, "new Schedule", "a time zone");
    Given.value(missed, "new Schedule", "what to do about missed times");
    Times.of(times, zone);
  }

  /**
   * The times of a cron expression. It has the six fields of Spring's {@code @Scheduled}: second,
   * minute, hour, day of month, month, day of week. Missed times are skipped.
   *
   * @param expression such as {@code 0 0 3 * * *}, each day at three o'clock
   * @throws IllegalArgumentException if it is wrong; the text has the field and the position
   */
  public static Schedule cron(String expression, ZoneId zone) {
    Given.text(expression, "Schedule.cron", "a cron expression such as 0 0 3 * * *");
    Given.value(zone, "Schedule.cron", "a time zone");
    return new Schedule(CronTimes.checked(expression), zone, Missed.SKIP);
  }

  /**
   * Does the same as {@link #cron(String, ZoneId)}, with the name of the zone.
   *
   * @param zone the name of a time zone, such as {@code Europe/Berlin}
   * @throws IllegalArgumentException if the expression is wrong, or if there is no such time zone
   */
  public static Schedule cron(String expression, String zone) {
    return cron(expression, Zones.named(zone));
  }

  /**
   * The instants at whole multiples of a duration since 1970-01-01T00:00Z, whatever the time zone:
   * {@code every(Duration.ofHours(1))} fires at each full hour UTC. Missed times are skipped.
   *
   * @param period a second or more
   * @throws IllegalArgumentException if the period is shorter
   */
  public static Schedule every(Duration period) {
    Given.value(period, "Schedule.every", "a duration");
    return new Schedule(EveryTimes.PREFIX + period, ZoneOffset.UTC, Missed.SKIP);
  }

  /** The same with another policy for missed times. */
  public Schedule missed(Missed policy) {
    return new Schedule(times, zone, policy);
  }

  /** The first time after an instant, in the years 1 to 9999; empty if there is none. */
  public Optional<Instant> nextAfter(Instant instant) {
    Given.value(instant, "Schedule.nextAfter", "an instant");
    return Times.of(times, zone).after(StorableInstant.nearest(instant));
  }
}

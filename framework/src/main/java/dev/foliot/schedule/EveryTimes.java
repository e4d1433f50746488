package dev.foliot.schedule;

import dev.foliot.time.StorableInstant;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * The multiples of a period since 1970. They do not depend on the instant at which a node reads
 * them, so all nodes agree.
 */
record EveryTimes(Duration period) implements Times {
  static final String PREFIX = "every ";

  private static final Duration MIN = Duration.ofSeconds(1);
  private static final Duration MAX = Duration.ofDays(36_525);

  static EveryTimes read(String text) {
    Duration period;
    try {
      period = Duration.parse(text.substring(PREFIX.length()));
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "The schedule \"%s\" has no duration at position %s. Write one such as every PT15M."
              .formatted(text, PREFIX.length() + 1),
          e);
    }
    if (period.compareTo(MIN) < 0
        || period.compareTo(MAX) > 0
        || !period.truncatedTo(ChronoUnit.MICROS).equals(period)) {
      throw new IllegalArgumentException(
          "The period of a schedule is %s. Use one second to a hundred years, in whole microseconds."
              .formatted(period));
    }
    return new EveryTimes(period);
  }

  @Override
  public Optional<Instant> after(Instant instant) {
    return Optional.of(at(number(instant) + 1))
        .filter(next -> !next.isAfter(StorableInstant.LATEST));
  }

  @Override
  public Instant newest(Instant known, Instant until) {
    Instant newest = at(number(until));
    return newest.isBefore(known) ? known : newest;
  }

  /** The number of the last multiple up to an instant. */
  private long number(Instant instant) {
    return Math.floorDiv(micros(Duration.between(Instant.EPOCH, instant)), micros(period));
  }

  private Instant at(long number) {
    long micros = Math.multiplyExact(number, micros(period));
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }

  /** The microseconds of an instant, which fit for all storable instants. */
  private static long micros(Duration duration) {
    return Math.addExact(
        Math.multiplyExact(duration.getSeconds(), 1_000_000), duration.getNano() / 1_000);
  }
}

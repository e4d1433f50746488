package dev.foliot.time;

import java.time.Duration;
import java.time.Instant;
import org.apiguardian.api.API;

/**
 * Instants that every supported database can store: of the years 1 to 9999. An instant outside of
 * these years means a wait without an end, and is replaced by the nearest storable one.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class StorableInstant {
  /** The first instant of the year 1. */
  public static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");

  /** The last microsecond of the year 9999. */
  public static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999Z");

  private StorableInstant() {}

  /** The instant itself, or the nearest one that can be stored. */
  public static Instant nearest(Instant instant) {
    if (instant.isBefore(EARLIEST)) {
      return EARLIEST;
    }
    return instant.isAfter(LATEST) ? LATEST : instant;
  }

  /** The instant when a wait is over, or the nearest one that can be stored. */
  public static Instant after(Instant start, Duration wait) {
    if (wait.compareTo(Duration.between(start, EARLIEST)) < 0) {
      return EARLIEST;
    }
    Duration left = Duration.between(start, LATEST);
    return wait.compareTo(left) < 0 ? nearest(start.plus(wait)) : LATEST;
  }
}

package dev.foliot.time;

import java.time.Duration;
import java.time.Instant;
import org.apiguardian.api.API;

/**
 * A pause that a node makes, measured by its clock. A clock that is set back to a time before the
 * pause ends it, so that it never lasts more than twice as long.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public record Pause(Instant begin, Instant end) {
  /** A pause that is over. */
  public static final Pause NONE = new Pause(Instant.EPOCH, Instant.EPOCH);

  /** A pause that begins now. */
  public static Pause of(Instant now, Duration length) {
    return new Pause(now, now.plus(length));
  }

  public boolean isOver(Instant now) {
    return now.isBefore(begin) || !now.isBefore(end);
  }

  /** The due time of work, or the end of the pause if that is later. */
  public Instant delay(Instant due, Instant now) {
    return isOver(now) || due.isAfter(end) ? due : end;
  }
}

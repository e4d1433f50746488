package dev.foliot.time;

import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import org.apiguardian.api.API;

/**
 * The application's clock, cut to microseconds: the finest step that every supported database
 * keeps, so that an instant read back equals the instant written.
 *
 * @param source the clock that is read
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public record MicrosecondClock(Clock source) implements InstantSource {
  @Override
  public Instant instant() {
    return source.instant().truncatedTo(ChronoUnit.MICROS);
  }
}

package dev.foliot.time;

import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/**
 * The application's clock, cut to microseconds: the finest step that every supported database
 * keeps, so that an instant read back equals the instant written.
 *
 * @param source the clock that is read
 */
public record MicrosecondClock(Clock source) implements InstantSource {
  @Override
  public Instant instant() {
    return source.instant().truncatedTo(ChronoUnit.MICROS);
  }
}

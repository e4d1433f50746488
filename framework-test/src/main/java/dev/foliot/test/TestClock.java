package dev.foliot.test;

import dev.foliot.time.SteppableClock;
import java.time.Instant;

/**
 * The clock of a test: it stands still until the test or the engine in test mode moves it. In
 * {@link SyncFlowTest} and {@link EngineTest} it is the application's clock, whatever {@code Clock}
 * beans the application declares, and stands at {@link #START} when a test begins.
 */
public final class TestClock extends SteppableClock {
  /** Where it starts: noon, so that it is the same day nearly everywhere. */
  public static final Instant START = Instant.parse("2026-01-01T12:00:00Z");

  /** A clock that stands at {@link #START}. */
  public TestClock() {
    super(START);
  }

  /** Puts the clock back to {@link #START}. */
  public void reset() {
    set(START);
  }
}

package dev.foliot.test;

import dev.foliot.time.SteppableClock;
import java.time.Duration;
import java.time.Instant;

/**
 * The clock of a test: it stands still until the test or the engine in test mode moves it. In
 * {@link SyncFlowTest} and {@link EngineTest} it replaces all {@code Clock} and {@code
 * InstantSource} beans of the application, and stands at {@link #START} when a test begins.
 */
public final class TestClock extends SteppableClock {
  /** Its first instant: noon, so that it is the same day nearly everywhere. */
  public static final Instant START = Instant.parse("2026-01-01T12:00:00Z");

  private volatile Runnable onMove = () -> {};

  /** A clock that stands at {@link #START}. */
  public TestClock() {
    super(START);
  }

  @Override
  public void advance(Duration step) {
    super.advance(step);
    onMove.run();
  }

  @Override
  public void set(Instant instant) {
    super.set(instant);
    onMove.run();
  }

  /** Adds an action that runs after each move of the clock. */
  void onMove(Runnable action) {
    onMove = action;
  }

  /** Puts the clock back to {@link #START}. */
  public void reset() {
    set(START);
  }
}

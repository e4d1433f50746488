package dev.foliot.time;

import static java.util.Objects.requireNonNull;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A clock that stands still until it is told to move. It is UTC, safe for use by several threads,
 * and is what {@code Engine.inTestMode} asks for: a run of the engine moves it, nothing else does.
 */
public class SteppableClock extends Clock {
  private final AtomicReference<Instant> now;
  private final ZoneId zone;

  /** A clock that stands at {@code start}. */
  public SteppableClock(Instant start) {
    this(new AtomicReference<>(start), ZoneOffset.UTC);
  }

  private SteppableClock(AtomicReference<Instant> now, ZoneId zone) {
    this.now = now;
    this.zone = zone;
  }

  /**
   * Moves the clock forward.
   *
   * @param step not negative
   * @throws IllegalArgumentException if the step is negative: use {@link #set} to test a clock that
   *     jumps back
   */
  public void advance(Duration step) {
    if (step.isNegative()) {
      throw new IllegalArgumentException("A clock advances forwards; the step was " + step);
    }
    now.updateAndGet(instant -> instant.plus(step));
  }

  /** Puts the clock to any instant, earlier ones too. */
  public void set(Instant instant) {
    now.set(instant);
  }

  @Override
  public Instant instant() {
    return requireNonNull(now.get());
  }

  @Override
  public ZoneId getZone() {
    return zone;
  }

  @Override
  public Clock withZone(ZoneId other) {
    return new SteppableClock(now, other);
  }
}

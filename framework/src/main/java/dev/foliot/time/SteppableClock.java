package dev.foliot.time;

import static java.util.Objects.requireNonNull;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A clock that stands still until it is moved. It is UTC, safe for use by several threads, and
 * required by {@code Engine.inTestMode}: only a run of the engine, or its owner, moves it.
 */
public class SteppableClock extends Clock {
  private final AtomicReference<Instant> now;
  private final ZoneId zone;

  /**
   * A clock that stands at {@code start}.
   *
   * @throws IllegalArgumentException if its year is not one of 1 to 9999
   */
  public SteppableClock(Instant start) {
    this(new AtomicReference<>(checked(start)), ZoneOffset.UTC);
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
   *     jumps back; or if it leads past the year 9999
   */
  public void advance(Duration step) {
    if (step.isNegative()) {
      throw new IllegalArgumentException("A clock advances forwards; the step was " + step);
    }
    now.updateAndGet(instant -> advanced(instant, step));
  }

  private static Instant advanced(Instant instant, Duration step) {
    if (step.compareTo(Duration.between(instant, StorableInstant.LATEST)) > 0) {
      throw new IllegalArgumentException(
          "The clock stands at %s and cannot advance by %s: it ends with the year 9999."
              .formatted(instant, step));
    }
    return instant.plus(step);
  }

  /**
   * Sets the clock to an instant, which may be earlier.
   *
   * @throws IllegalArgumentException if its year is not one of 1 to 9999, which databases can store
   */
  public void set(Instant instant) {
    now.set(checked(instant));
  }

  private static Instant checked(Instant instant) {
    if (!instant.equals(StorableInstant.nearest(instant))) {
      throw new IllegalArgumentException(
          "A clock cannot be set to %s. Take an instant from %s to %s."
              .formatted(instant, StorableInstant.EARLIEST, StorableInstant.LATEST));
    }
    return instant;
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

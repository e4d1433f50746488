package dev.foliot.time;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.apiguardian.api.API;

/**
 * Lets time pass between two tries: real time in production, a step of the clock in a test.
 *
 * @hidden
 */
@FunctionalInterface
@API(status = API.Status.INTERNAL)
public interface Waiting {
  /** Returns when {@code duration} has passed, or earlier if the thread is interrupted. */
  void await(Duration duration);

  /**
   * Waiting that fits the clock: a {@link SteppableClock} is advanced; with any other clock, the
   * thread waits.
   */
  static Waiting on(Clock clock) {
    return clock instanceof SteppableClock steppable ? steppable::advance : Waiting::inRealTime;
  }

  private static void inRealTime(Duration duration) {
    long end = System.nanoTime() + duration.toNanos();
    long left = duration.toNanos();
    while (left > 0 && !Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(left);
      left = end - System.nanoTime();
    }
  }
}

package dev.foliot.benchmarks.measure;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * An open loop: operations begin at fixed instants, whether or not the last one was fast, so that a
 * stall is felt by all that should have begun meanwhile.
 *
 * @param perSecond how many begin in a second
 * @param time for how long
 */
public record Pace(int perSecond, Duration time) {
  /** One operation. */
  @FunctionalInterface
  public interface Operation {
    /**
     * @param number from 0
     * @param due when it should have begun, by {@link System#nanoTime()}
     */
    void run(int number, long due) throws Exception;
  }

  /** How many operations there are. */
  public int operations() {
    return Math.toIntExact(time.toMillis() * perSecond / 1000);
  }

  /** Runs them in this thread; returns when the time is up. */
  public void run(Operation operation) {
    long start = System.nanoTime();
    for (int i = 0; i < operations(); i++) {
      long due = start + 1_000_000_000L * i / perSecond;
      waitUntil(due);
      try {
        operation.run(i, due);
      } catch (Exception e) {
        throw new IllegalStateException("A turn failed", e);
      }
    }
    waitUntil(start + time.toNanos());
  }

  private static void waitUntil(long due) {
    for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }
}

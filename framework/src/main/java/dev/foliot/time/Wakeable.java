package dev.foliot.time;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apiguardian.api.API;

/**
 * A thread that waits for another one, for a limited time. A signal that comes before the wait is
 * not lost.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class Wakeable {
  private static final Duration LONGEST = Duration.ofDays(1);

  private final Semaphore signals = new Semaphore(0);

  /** Ends the current wait, or else the next one. */
  public void wake() {
    signals.release();
  }

  /**
   * Waits for a signal.
   *
   * @return false if the time was over before
   */
  public boolean await(Duration most) throws InterruptedException {
    long nanos = (most.compareTo(LONGEST) < 0 ? most : LONGEST).toNanos();
    boolean woken = signals.tryAcquire(nanos, TimeUnit.NANOSECONDS);
    signals.drainPermits();
    return woken;
  }
}

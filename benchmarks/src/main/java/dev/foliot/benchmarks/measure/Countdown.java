package dev.foliot.benchmarks.measure;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waits until so many things have happened. */
public final class Countdown {
  private static final long MINUTES = 10;

  private final CountDownLatch latch;

  public Countdown(int things) {
    latch = new CountDownLatch(things);
  }

  /** One has happened. */
  public void happened() {
    latch.countDown();
  }

  /** Returns when all have happened. */
  public void await() {
    try {
      if (!latch.await(MINUTES, TimeUnit.MINUTES)) {
        throw new IllegalStateException(
            "%s of what was expected did not happen within %s minutes"
                .formatted(latch.getCount(), MINUTES));
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("The wait was interrupted", e);
    }
  }
}

package dev.foliot.benchmarks.measure;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Counts what other threads have done, for one that learns only later how much it waits for. */
public final class Tally {
  private static final long MINUTES = 10;

  private final Semaphore done = new Semaphore(0);

  /** So many more are done. */
  public void add(int more) {
    done.release(more);
  }

  /** Returns when so many are done, and takes them away. */
  public void await(int expected) {
    try {
      if (!done.tryAcquire(expected, MINUTES, TimeUnit.MINUTES)) {
        throw new IllegalStateException(
            "%s of %s were done within %s minutes"
                .formatted(done.availablePermits(), expected, MINUTES));
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("The wait was interrupted", e);
    }
  }
}

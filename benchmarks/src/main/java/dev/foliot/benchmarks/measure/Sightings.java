package dev.foliot.benchmarks.measure;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import org.HdrHistogram.Histogram;

/**
 * From something that is done until somebody else sees it, where all is seen in the order in which
 * it was done.
 */
public final class Sightings {
  private final AtomicLongArray done;
  private final AtomicLongArray seen;
  private final AtomicInteger next = new AtomicInteger();
  private final Countdown missing;

  public Sightings(int things) {
    done = new AtomicLongArray(things);
    seen = new AtomicLongArray(things);
    missing = new Countdown(things);
  }

  /** One was done at that instant, by {@link System#nanoTime()}. */
  public void done(int number, long instant) {
    done.set(number, instant);
  }

  /** The next one was seen. */
  public void seen(long instant) {
    seen.set(next.getAndIncrement(), instant);
    missing.happened();
  }

  /** The times between, when all have been seen; what is seen before it is done takes no time. */
  public Histogram await() {
    missing.await();
    Histogram latencies = Stopwatch.noLatencies();
    for (int i = 0; i < done.length(); i++) {
      latencies.recordValue(Math.max(0, seen.get(i) - done.get(i)));
    }
    return latencies;
  }
}

package dev.foliot.benchmarks.workload;

import java.time.Duration;

/**
 * How much is measured.
 *
 * @param warmUps turns that do not count
 * @param rounds how often each contender takes its turn after that
 * @param round how long a turn lasts, where a workload has no end of its own
 * @param accounts how many accounts a turn has
 * @param events how many events a projection catches up with
 */
public record Size(int warmUps, int rounds, Duration round, int accounts, int events) {
  /** Only shows that it runs. */
  public static final Size TINY = new Size(0, 1, Duration.ofMillis(50), 16, 200);

  /** Less than five minutes for everything. */
  public static final Size SHORT = new Size(2, 5, Duration.ofSeconds(1), 600, 10_000);

  /** What {@code docs/performance.md} shows. */
  public static final Size LONG = new Size(3, 7, Duration.ofSeconds(5), 3_000, 100_000);
}

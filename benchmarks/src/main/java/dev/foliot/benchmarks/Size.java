package dev.foliot.benchmarks;

import java.time.Duration;

/**
 * How much is measured.
 *
 * @param rounds how often each contender takes its turn
 * @param warmUps turns before that do not count
 * @param round how long a turn lasts, where a workload has no end of its own
 * @param accounts how many accounts there are
 * @param catchUp how many events a projection catches up with
 */
public record Size(int rounds, int warmUps, Duration round, int accounts, int catchUp) {
  /** A few minutes for everything. */
  static final Size SHORT = new Size(5, 1, Duration.ofSeconds(2), 1_000, 20_000);

  /** What {@code docs/performance.md} shows. */
  static final Size LONG = new Size(7, 2, Duration.ofSeconds(10), 2_000, 100_000);
}

package dev.foliot.rebuild;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;

/**
 * How long a rebuild pauses after a batch, so that live work is not slowed. While live work takes
 * the processors, a batch lasts longer, which is a pause in itself. If the pause after it became
 * longer, too, the rebuild might never catch up with the events that come meanwhile. So a pause is
 * limited: it is at most as long as if the batch had the speed of the fastest of the last large
 * batches. One thread at a time.
 */
final class PauseBetweenBatches {
  private static final int BATCHES = 20;
  private static final int SMALLEST_PART = 10;

  /** The maximum time that counts for a batch: the clock may be set forward while it runs. */
  private static final Duration LONGEST = Duration.ofMinutes(1);

  private final int load;
  private final int batchSize;
  private final Deque<Duration> perMessage = new ArrayDeque<>();

  /**
   * @param load for how much of the time a step runs, in percent
   * @param batchSize the maximum number of messages of a batch
   */
  PauseBetweenBatches(int load, int batchSize) {
    this.load = load;
    this.batchSize = batchSize;
  }

  /**
   * The pause after a batch.
   *
   * @param time how long the batch took, by a clock that may be set meanwhile
   */
  Duration after(Duration time, int handled) {
    if (time.isNegative()) {
      return Duration.ZERO;
    }
    Duration worked = time.compareTo(LONGEST) < 0 ? time : LONGEST;
    if (handled > 0 && handled * 2 >= batchSize) {
      perMessage.addLast(worked.dividedBy(handled));
      if (perMessage.size() > BATCHES) {
        perMessage.removeFirst();
      }
    }
    return shorter(worked, handled).multipliedBy(RebuildSettings.ALL - load).dividedBy(load);
  }

  /** The smallest batches do little more than read and commit, which takes time, too. */
  private Duration shorter(Duration worked, int handled) {
    if (perMessage.isEmpty()) {
      return worked;
    }
    int counted = Math.max(handled, Math.max(1, batchSize / SMALLEST_PART));
    Duration fastest = Collections.min(perMessage).multipliedBy(counted);
    return worked.compareTo(fastest) < 0 ? worked : fastest;
  }
}

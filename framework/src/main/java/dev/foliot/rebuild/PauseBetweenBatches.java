package dev.foliot.rebuild;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;

/**
 * How long a rebuild pauses after a batch, so that live work is not slowed. While live work takes
 * the processors, a batch lasts longer, which is a pause in itself. If the other pauses became
 * longer with it, the rebuild might never catch up with the events that come meanwhile. So they are
 * no longer than at the speed of the fastest of the last large batches. One thread at a time.
 */
final class PauseBetweenBatches {
  private static final int BATCHES = 20;
  private static final int SMALLEST_PART = 10;

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

  /** The pause after a batch that took so long. */
  Duration after(Duration worked, int handled) {
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

package dev.foliot.rebuild;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;

/**
 * How long a rebuild pauses after a batch, so that live work is not slowed. While live work takes
 * the processors, a batch lasts longer, which is a pause in itself. If the other pauses became
 * longer with it, the rebuild might never catch up with the events that come meanwhile. So they are
 * those of the fastest of the last batches. One thread at a time.
 */
final class PauseBetweenBatches {
  private static final int BATCHES = 20;

  private final int load;
  private final Deque<Duration> last = new ArrayDeque<>();

  /**
   * @param load for how much of the time a step runs, in percent
   */
  PauseBetweenBatches(int load) {
    this.load = load;
  }

  /** The pause after a batch that took so long. */
  Duration after(Duration worked) {
    last.addLast(worked);
    if (last.size() > BATCHES) {
      last.removeFirst();
    }
    return Collections.min(last).multipliedBy(RebuildSettings.ALL - load).dividedBy(load);
  }
}

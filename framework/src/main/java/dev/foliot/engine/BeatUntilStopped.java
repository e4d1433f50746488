package dev.foliot.engine;

import dev.foliot.failure.ReadableError;
import java.time.Duration;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Steps the heartbeat on a thread of its own, which does nothing else. */
final class BeatUntilStopped {
  private static final Logger LOG = LoggerFactory.getLogger(BeatUntilStopped.class);
  private static final Duration MAX_PAUSE = Duration.ofSeconds(1);

  private final Heartbeat heartbeat;
  private final Runnable regained;
  private final Thread thread;
  private final WakeUp wakeUp = new WakeUp();
  private volatile boolean stopped;
  private volatile @Nullable String problem;

  /**
   * @param regained called when a lost lease is held again
   */
  BeatUntilStopped(Heartbeat heartbeat, ThreadFactory threads, Runnable regained) {
    this.heartbeat = heartbeat;
    this.regained = regained;
    this.thread = threads.newThread(this::run);
  }

  void start() {
    thread.start();
  }

  private void run() {
    while (!stopped) {
      Duration pause = beat();
      try {
        wakeUp.await(pause);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  /** Takes one step, and returns the time until the next one. */
  private Duration beat() {
    Duration interval = heartbeat.interval();
    try {
      boolean held = heartbeat.holdsLease();
      heartbeat.step();
      if (!held) {
        regained.run();
      }
      if (problem != null) {
        LOG.info("The heartbeat works again");
        problem = null;
      }
      return interval;
    } catch (Throwable e) { // without this thread the node would be taken for dead
      if (problem == null) {
        LOG.warn("The heartbeat failed and is tried again soon: {}", ErrorLine.of(e));
      }
      LOG.debug("The heartbeat failed", ReadableError.of(e));
      problem = ErrorLine.of(e);
      return interval.compareTo(MAX_PAUSE) < 0 ? interval : MAX_PAUSE;
    }
  }

  /** Why the lease cannot be prolonged; null if it can. */
  @Nullable String problem() {
    return problem;
  }

  /** Whether the thread has ended without a stop. */
  boolean isDead() {
    return !stopped && thread.getState() == Thread.State.TERMINATED;
  }

  /** Whether the lease has not been renewed for so long that a restart is worth a try. */
  boolean isOverdue() {
    return !stopped && heartbeat.isOverdue();
  }

  void stop() throws InterruptedException {
    stopped = true;
    wakeUp.signal();
    thread.join(heartbeat.interval().toMillis());
  }
}

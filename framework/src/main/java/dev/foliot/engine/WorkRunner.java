package dev.foliot.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one segment in a pool: never twice at a time, one step a turn, so that the others get
 * theirs.
 */
final class WorkRunner {
  private static final Logger LOG = LoggerFactory.getLogger(WorkRunner.class);

  private final Work work;
  private final Executor pool;
  private final IntFunction<Duration> pauseAfter;
  private final WakeUp wakeUp;
  private final AtomicBoolean scheduled = new AtomicBoolean();
  private volatile boolean stopped;
  private volatile boolean lost;
  private volatile long pausedUntil;
  private int failures;

  WorkRunner(Work work, Executor pool, IntFunction<Duration> pauseAfter, WakeUp wakeUp) {
    this.work = work;
    this.pool = pool;
    this.pauseAfter = pauseAfter;
    this.wakeUp = wakeUp;
  }

  boolean isLost() {
    return lost;
  }

  void stop() {
    stopped = true;
  }

  /** When there will be work without anybody asking; null if never, or while it pauses. */
  @Nullable Instant nextDue() {
    return lost || scheduled.get() || isPaused() ? null : work.nextDue().orElse(null);
  }

  private boolean isPaused() {
    return pausedUntil != 0 && System.nanoTime() - pausedUntil < 0;
  }

  void runIfThereIsWork() {
    if (!stopped
        && !lost
        && !isPaused()
        && work.hasWork()
        && scheduled.compareAndSet(false, true)) {
      submit();
    }
  }

  private void submit() {
    try {
      pool.execute(this::run);
    } catch (RejectedExecutionException stopping) {
      scheduled.set(false);
    }
  }

  private void run() {
    boolean more = !stopped && step();
    if (more && !stopped) {
      submit();
      return;
    }
    scheduled.set(false);
    if (!stopped && !lost && !isPaused() && work.hasWork()) {
      wakeUp.signal();
    }
  }

  private boolean step() {
    try {
      boolean more = work.step();
      failures = 0;
      pausedUntil = 0;
      return more;
    } catch (SegmentLostException e) {
      lost = true;
      LOG.warn("{}", e.getMessage());
    } catch (RuntimeException | Error e) {
      failures++;
      Duration pause = pauseAfter.apply(failures);
      pausedUntil = System.nanoTime() + pause.toNanos();
      LOG.warn(
          "{} cannot go on and tries again in {}: {}", work.description(), pause, e.toString());
      LOG.debug("{} cannot go on", work.description(), e);
    }
    return false;
  }
}

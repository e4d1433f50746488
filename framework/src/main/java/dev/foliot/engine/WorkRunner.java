package dev.foliot.engine;

import dev.foliot.failure.ReadableError;
import dev.foliot.work.WorkLostException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one segment or work in a pool: never twice at a time, one step in a turn, so that the others
 * get their turns, and only while this node holds its lease.
 */
final class WorkRunner {
  private static final Logger LOG = LoggerFactory.getLogger(WorkRunner.class);

  private final SteppedPart work;
  private final Executor pool;
  private final IntFunction<Duration> pauseAfter;
  private final WakeUp wakeUp;
  private final BooleanSupplier mayWork;
  private final LongSupplier nanoTime;
  private final AtomicReference<State> state = new AtomicReference<>(State.IDLE);
  private volatile boolean stopped;
  private volatile boolean lost;
  private volatile long pausedUntil;
  private volatile @Nullable String problem;
  private volatile @Nullable Instant lastDue;
  private int failures;

  private enum State {
    IDLE,
    QUEUED,
    IN_HAND
  }

  WorkRunner(
      SteppedPart work,
      Executor pool,
      IntFunction<Duration> pauseAfter,
      WakeUp wakeUp,
      BooleanSupplier mayWork,
      LongSupplier nanoTime) {
    this.work = work;
    this.pool = pool;
    this.pauseAfter = pauseAfter;
    this.wakeUp = wakeUp;
    this.mayWork = mayWork;
    this.nanoTime = nanoTime;
  }

  boolean isLost() {
    return lost;
  }

  /** Why the last step failed; null if it did not. */
  @Nullable String problem() {
    return problem;
  }

  /**
   * Begins no more steps, and returns whether no step is running. Called by the thread that calls
   * {@link #runIfThereIsWork()}, which is woken when the last step ends.
   */
  boolean end() {
    stopped = true;
    state.compareAndSet(State.QUEUED, State.IDLE); // it does nothing when its turn comes
    return state.get() == State.IDLE;
  }

  /**
   * Returns the time when work is due; null if never, while it pauses, or while this node may not
   * work.
   */
  @Nullable Instant nextDue() {
    boolean waits = lost || state.get() != State.IDLE || isPaused() || !mayWork.getAsBoolean();
    return waits ? null : work.nextDue().orElse(null);
  }

  /** Whether a step is running, or waits for a thread of the pool. */
  boolean isBusy() {
    return state.get() != State.IDLE;
  }

  private boolean isPaused() {
    return pausedUntil != 0 && nanoTime.getAsLong() - pausedUntil < 0;
  }

  void runIfThereIsWork() {
    if (!stopped
        && !lost
        && !isPaused()
        && mayWork.getAsBoolean()
        && work.hasWork()
        && state.compareAndSet(State.IDLE, State.QUEUED)) {
      submit();
    }
  }

  private void submit() {
    try {
      pool.execute(this::run);
    } catch (RejectedExecutionException stopping) {
      notQueued();
    } catch (Throwable e) { // such as no memory for another thread
      notQueued();
      failed(e);
    }
  }

  private void notQueued() {
    state.set(State.IDLE);
    wakeUp.signal();
  }

  private void run() {
    if (!state.compareAndSet(State.QUEUED, State.IN_HAND)) {
      return;
    }
    boolean more = false;
    try {
      more = step();
    } catch (Throwable unreported) {
      // even logging failed; the segment must not seem to be running for ever
    }
    if (more && !stopped) {
      state.set(State.QUEUED);
      submit();
      return;
    }
    state.set(State.IDLE);
    if (stopped || lost || (!isPaused() && mayWork.getAsBoolean() && work.hasWork())) {
      wakeUp.signal();
    } else {
      nudgeIfDueChanged();
    }
    wakeUp.resume();
  }

  /** The thread may have computed its wait while the step was running. */
  private void nudgeIfDueChanged() {
    Instant due = nextDue();
    if (due != null && !due.equals(lastDue)) {
      wakeUp.nudge();
    }
    lastDue = due;
  }

  private boolean step() {
    try {
      if (stopped || !mayWork.getAsBoolean()) {
        return false;
      }
      boolean more = work.step();
      failures = 0;
      pausedUntil = 0;
      problem = null;
      return more;
    } catch (WorkLostException e) {
      lost = true;
      LOG.info("{}", e.getMessage());
    } catch (Throwable e) {
      failed(e);
    }
    return false;
  }

  private void failed(Throwable e) {
    failures++;
    Duration pause = pauseAfter.apply(failures);
    pausedUntil = nanoTime.getAsLong() + pause.toNanos();
    problem = "%s cannot continue: %s".formatted(work.description(), ErrorLine.of(e));
    LOG.warn(
        "{} cannot continue and tries again in {}: {}", work.description(), pause, ErrorLine.of(e));
    LOG.debug("{} cannot continue", work.description(), ReadableError.of(e));
  }
}

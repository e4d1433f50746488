package dev.foliot.workflow.run;

import dev.foliot.time.SteppableClock;
import dev.foliot.time.Wakeable;
import dev.foliot.unitofwork.Transactions;
import dev.foliot.workflow.RunStatus;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Lets callers wait for the end of runs. While this node executes the run, its end wakes the
 * caller, without polling. Otherwise the caller polls the database, with growing pauses.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class AwaitRuns {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(5);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

  private final LocalRuns local;
  private final Transactions transactions;
  private final InstantSource clock;
  private final LongSupplier nanoTime;
  private final ConcurrentHashMap<String, Set<Caller>> waiting = new ConcurrentHashMap<>();

  /**
   * @param clock the clock of the application
   * @param nanoTime measures how long a caller has waited
   */
  public AwaitRuns(
      LocalRuns local, Transactions transactions, InstantSource clock, LongSupplier nanoTime) {
    this.local = local;
    this.transactions = transactions;
    this.clock = clock;
    this.nanoTime = nanoTime;
  }

  LocalRuns local() {
    return local;
  }

  /** A thread that waits. */
  private static final class Caller {
    private final Wakeable thread = new Wakeable();
    private volatile @Nullable RunStatus end;
  }

  /**
   * Waits until the run has ended, or the time is over, and returns its status.
   *
   * @param status reads it
   */
  RunStatus await(String run, Duration most, Supplier<RunStatus> status) {
    if (transactions.current().isPresent()) {
      throw new IllegalStateException(
          "Run %s is awaited in a transaction, but it begins only after the commit. Await it after the commit."
              .formatted(run));
    }
    Caller caller = new Caller();
    enter(run, caller);
    try {
      return await(run, most, status, caller);
    } finally {
      leave(run, caller);
    }
  }

  private RunStatus await(String run, Duration most, Supplier<RunStatus> status, Caller caller) {
    long begin = nanoTime.getAsLong();
    RunStatus found = local.executes(run) ? RunStatus.RUNNING : status.get();
    refuseIfNothingRuns(run, found);
    Duration pause = FIRST_PAUSE;
    while (!found.isEnded()) {
      Duration left = most.minusNanos(nanoTime.getAsLong() - begin);
      if (left.isNegative() || left.isZero()) {
        return status.get();
      }
      boolean executed = local.executes(run);
      boolean woken = await(run, caller, left.compareTo(pause) < 0 ? left : pause);
      RunStatus end = caller.end;
      if (end != null) {
        return end;
      }
      if (woken || !executed || !local.executes(run)) {
        found = status.get();
      }
      Duration longer = pause.multipliedBy(2);
      pause = longer.compareTo(LONGEST_PAUSE) < 0 ? longer : LONGEST_PAUSE;
    }
    return found;
  }

  private static boolean await(String run, Caller caller, Duration most) {
    try {
      return caller.thread.await(most);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(
          "The wait for run %s was interrupted. The run itself continues; read its status later."
              .formatted(run),
          e);
    }
  }

  private void refuseIfNothingRuns(String run, RunStatus found) {
    if (!found.isEnded() && clock instanceof SteppableClock && !local.isRunning()) {
      throw new IllegalStateException(
          "Run %s is awaited, but no engine runs on this steppable clock, so it would never end. Run the engine first: Engine.inTestMode(domain).runUntilIdle(), or that of @EngineTest."
              .formatted(run));
    }
  }

  private void enter(String run, Caller caller) {
    waiting.compute(
        run,
        (id, callers) -> {
          Set<Caller> all = callers == null ? ConcurrentHashMap.newKeySet() : callers;
          all.add(caller);
          return all;
        });
  }

  private void leave(String run, Caller caller) {
    waiting.computeIfPresent(
        run,
        (id, callers) -> {
          callers.remove(caller);
          return callers.isEmpty() ? null : callers;
        });
  }

  /** Called when the end of a run is committed. */
  void ended(String run, RunStatus status) {
    for (Caller caller : waiting.getOrDefault(run, Set.of())) {
      caller.end = status;
      caller.thread.wake();
    }
  }
}

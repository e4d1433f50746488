package dev.foliot.workflow.replay;

import java.time.Instant;
import java.util.concurrent.locks.Condition;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A branch of an invocation. Its fields are guarded by the turn. */
final class CooperativeBranch {
  private static final ThreadLocal<@Nullable CooperativeBranch> CURRENT = new ThreadLocal<>();

  private final Branches branches;
  private final Condition woken;
  private final int number;
  private final int level;
  private final Runnable code;
  private BooleanSupplier until = () -> true;
  private @Nullable Supplier<@Nullable Instant> due;
  private boolean begun;
  private boolean stopped;
  private boolean gaveWay;
  private boolean frozen;

  /** The step whose body it runs; null if it runs none. */
  @Nullable String body;

  /** The context whose code it runs. */
  @Nullable ContextScope context;

  /**
   * @param woken signals that it has the turn
   * @param number its place in the order of the starts
   * @param level the number of branches that it is nested in
   */
  CooperativeBranch(Branches branches, Condition woken, int number, int level, Runnable code) {
    this.branches = branches;
    this.woken = woken;
    this.number = number;
    this.level = level;
    this.code = code;
  }

  /** The branch of this thread; null if it has none. */
  static @Nullable CooperativeBranch current() {
    return CURRENT.get();
  }

  static CooperativeBranch required() {
    CooperativeBranch branch = current();
    if (branch == null) {
      throw new IllegalStateException("This thread runs no workflow");
    }
    return branch;
  }

  Branches branches() {
    return branches;
  }

  Condition woken() {
    return woken;
  }

  int number() {
    return number;
  }

  int level() {
    return level;
  }

  void begin() {
    begun = true;
  }

  /** Whether it has a thread, or had one; a branch that is stopped early has none. */
  boolean hasBegun() {
    return begun;
  }

  /** Runs its code in this thread. In a test, this thread may run the code of another run. */
  void run() {
    CooperativeBranch outer = CURRENT.get();
    CURRENT.set(this);
    try {
      code.run();
    } finally {
      if (outer == null) {
        CURRENT.remove();
      } else {
        CURRENT.set(outer);
      }
    }
  }

  /**
   * @param time the time when the outcome comes by itself; null if other branches produce it
   */
  void waitFor(BooleanSupplier outcome, @Nullable Supplier<@Nullable Instant> time) {
    until = outcome;
    due = time;
  }

  boolean awaitsOthers() {
    return due == null;
  }

  /** The time when it continues by itself; null if it is not known. */
  @Nullable Instant dueAt() {
    return due == null ? null : due.get();
  }

  /** Whether the outcome that it waits for is there. */
  boolean hasOutcome() {
    return until.getAsBoolean();
  }

  boolean canGoOn() {
    return isUnwinding() || hasOutcome();
  }

  /** Makes the branch unwind when it gets its turn. */
  void stop() {
    stopped = true;
  }

  boolean isStopped() {
    return stopped;
  }

  /** Makes the branch unwind; it continues in the next invocation. */
  void giveWay() {
    gaveWay = true;
  }

  /** Prevents new effects of the branch, and of the branches that it starts. */
  void freeze() {
    frozen = true;
  }

  boolean isFrozen() {
    return frozen;
  }

  private boolean isUnwinding() {
    return branches.isClosed() || stopped || gaveWay;
  }

  /**
   * Throws again if the code has caught a suspension.
   *
   * @throws Suspension if this branch is being unwound
   */
  void check() {
    if (isUnwinding()) {
      throw new Suspension();
    }
  }
}

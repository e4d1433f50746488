package dev.foliot.workflow.replay;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The cooperative branches of one invocation. Each branch has a thread, and only the branch that
 * has the turn runs the code of the workflow. It passes the turn on when it waits or ends; the next
 * one is the branch that became ready first. So the code needs no locks, and always runs in the
 * same order.
 *
 * <p>When no branch can go on, all are suspended: they are unwound one after the other, in the
 * order in which they were started.
 */
final class Branches {
  private static final ThreadLocal<@Nullable Branch> CURRENT = new ThreadLocal<>();

  private final Executor threads;
  private final boolean overlapping;
  private final Runnable onIdle;
  private final BooleanSupplier awaitsBodies;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition allDone = lock.newCondition();
  private final List<Branch> waiting = new ArrayList<>();
  private final Queue<Branch> ready = new ArrayDeque<>();
  private @Nullable Branch turn;
  private int started;
  private int outside;
  private volatile boolean closed;
  private boolean over;
  private volatile @Nullable Throwable crash;

  /** A branch. Its fields are guarded by the turn. */
  final class Branch {
    private final int number;
    private final Condition woken = lock.newCondition();
    private BooleanSupplier until = () -> true;
    private boolean stopped;
    private boolean frozen;
    @Nullable String body;
    @Nullable ContextScope context;

    private Branch(int number) {
      this.number = number;
    }

    Branches branches() {
      return Branches.this;
    }

    /** Makes the branch unwind when it gets its turn. */
    void stop() {
      stopped = true;
    }

    /** Makes the branch, and those that it starts, do nothing new. */
    void freeze() {
      frozen = true;
    }

    boolean isFrozen() {
      return frozen;
    }

    private boolean canGoOn() {
      return closed || stopped || until.getAsBoolean();
    }

    /**
     * Code that has caught a suspension must not go on.
     *
     * @throws Suspension if this branch is being unwound
     */
    void check() {
      if (closed || stopped) {
        throw new Suspension();
      }
    }
  }

  /**
   * @param threads runs each branch besides the first one in a thread of its own
   * @param overlapping whether other branches go on while the body of a step runs
   * @param onIdle looks for outcomes when no branch is ready
   * @param awaitsBodies whether bodies that still run are awaited when the first branch has ended
   */
  Branches(Executor threads, boolean overlapping, Runnable onIdle, BooleanSupplier awaitsBodies) {
    this.threads = threads;
    this.overlapping = overlapping;
    this.onIdle = onIdle;
    this.awaitsBodies = awaitsBodies;
  }

  /** The branch of this thread; null if it has none. */
  static @Nullable Branch current() {
    return CURRENT.get();
  }

  /** Runs the first branch in this thread, and unwinds the others before it returns. */
  void run(Runnable code) {
    Branch outer = CURRENT.get();
    Branch main = new Branch(started++);
    turn = main;
    CURRENT.set(main);
    try {
      code.run();
    } finally {
      unwindOthers();
      if (outer == null) {
        CURRENT.remove();
      } else {
        CURRENT.set(outer);
      }
    }
  }

  /**
   * A branch in the body of a step unwinds when the body ends; it is awaited if the run is invoked
   * again, so that no body runs twice at once.
   */
  private void unwindOthers() {
    lock.lock();
    try {
      closed = true;
      turn = null;
      passOn();
      while (turn != null || (outside > 0 && awaitsBodies.getAsBoolean())) {
        allDone.awaitUninterruptibly();
      }
      over = true;
    } finally {
      lock.unlock();
    }
  }

  /** Starts a branch, which runs when its turn comes. */
  Branch fork(Runnable code) {
    Branch branch = new Branch(started++);
    branch.frozen = required().frozen;
    threads.execute(() -> runBranch(branch, code));
    lock.lock();
    try {
      ready.add(branch);
    } finally {
      lock.unlock();
    }
    return branch;
  }

  private void runBranch(Branch branch, Runnable code) {
    CURRENT.set(branch);
    lock.lock();
    try {
      awaitTurn(branch);
    } finally {
      lock.unlock();
    }
    try {
      if (!closed && !branch.stopped) {
        code.run();
      }
    } catch (Suspension | InvocationAborted unwound) {
      // as intended
    } catch (Throwable e) { // such as no memory
      crash = e;
      closed = true;
    } finally {
      CURRENT.remove();
      end(branch);
    }
  }

  private void end(Branch branch) {
    lock.lock();
    try {
      if (turn == branch) {
        turn = null;
        passOn();
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Lets other branches go on until this is true.
   *
   * @throws Suspension if no branch can go on, or this one was stopped
   */
  void await(BooleanSupplier until) {
    Branch branch = required();
    checkAwait(branch);
    branch.check();
    if (until.getAsBoolean()) {
      return;
    }
    if (branch.frozen) {
      throw new Suspension();
    }
    lock.lock();
    try {
      branch.until = until;
      addWaiting(branch);
      turn = null;
      passOn();
      awaitTurn(branch);
    } finally {
      lock.unlock();
    }
    branch.check();
  }

  /** Keeps the order in which the branches were started; most come in this order. */
  private void addWaiting(Branch branch) {
    int place = waiting.size();
    while (place > 0 && waiting.get(place - 1).number > branch.number) {
      place--;
    }
    waiting.add(place, branch);
  }

  private void checkAwait(Branch branch) {
    if (branch.branches() != this) {
      throw new IllegalStateException(
          "A future of another invocation was awaited. Keep futures in local variables of the workflow.");
    }
    if (branch.body != null) {
      throw new IllegalStateException(
          "A future was awaited in the body of %s. Await it before or after the step."
              .formatted(branch.body));
    }
  }

  /** Runs the body of a step; meanwhile others may have the turn. */
  <T extends @Nullable Object> T outside(Supplier<T> body) {
    if (!overlapping || isAlone()) {
      return body.get();
    }
    Branch branch = required();
    lock.lock();
    try {
      outside++;
      turn = null;
      passOn();
    } finally {
      lock.unlock();
    }
    try {
      return body.get();
    } finally {
      comeBack(branch);
    }
  }

  private boolean isAlone() {
    lock.lock();
    try {
      return ready.isEmpty() && waiting.isEmpty() && outside == 0;
    } finally {
      lock.unlock();
    }
  }

  /** The outcome of the body can be recorded, unless the invocation is over. */
  private void comeBack(Branch branch) {
    lock.lock();
    try {
      outside--;
      if (over) {
        throw new Suspension();
      }
      ready.add(branch);
      if (turn == null) {
        passOn();
      }
      awaitTurn(branch);
    } finally {
      lock.unlock();
    }
  }

  private void awaitTurn(Branch branch) {
    while (turn != branch) {
      branch.woken.awaitUninterruptibly();
    }
  }

  /** Gives the turn to the next branch; with the lock, while no branch has the turn. */
  private void passOn() {
    Branch next = ready.poll();
    if (next == null) {
      next = firstThatCanGoOn();
    }
    if (next == null && outside == 0 && !waiting.isEmpty()) {
      onIdle.run();
      next = firstThatCanGoOn();
      if (next == null) {
        closed = true;
        next = firstThatCanGoOn();
      }
    }
    turn = next;
    if (next != null) {
      next.woken.signal();
    } else if (closed) {
      allDone.signal();
    }
  }

  private @Nullable Branch firstThatCanGoOn() {
    for (Branch branch : waiting) {
      if (branch.canGoOn()) {
        waiting.remove(branch);
        return branch;
      }
    }
    return null;
  }

  private static Branch required() {
    Branch branch = CURRENT.get();
    if (branch == null) {
      throw new IllegalStateException("This thread runs no workflow");
    }
    return branch;
  }

  /** As {@link Branch#check()}, of the branch of this thread. */
  void check() {
    required().check();
  }

  /** What has ended the thread of a branch; null if nothing has. */
  @Nullable Throwable crash() {
    return crash;
  }

  /** Whether the invocation is being unwound. */
  boolean isClosed() {
    return closed;
  }
}

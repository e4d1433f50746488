package dev.foliot.workflow.replay;

import java.time.Instant;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The cooperative branches of one invocation. Each branch that has begun has a thread, and only the
 * branch that has the turn runs the code of the workflow. When it waits or ends, it passes the turn
 * to the branch that was started first or became ready first. So the code needs no locks, and
 * always runs in the same order.
 *
 * <p>The number of threads is limited. A branch without room begins when another one has ended. To
 * make room, a branch that waits for an answer from outside releases its thread: it is unwound, and
 * continues in the next invocation.
 *
 * <p>When no branch can continue, all are suspended: they are unwound one after the other, in the
 * order in which they were started.
 */
final class Branches {
  private final Executor threads;
  private final boolean overlapping;
  private final Outside world;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition allDone = lock.newCondition();
  private final TurnOrder order;
  private @Nullable CooperativeBranch turn;
  private int started;
  private int outside;
  private volatile boolean closed;
  private boolean over;
  private volatile @Nullable Throwable crash;

  /**
   * @param threads run the branches besides the first one
   * @param overlapping whether other branches continue while the body of a step runs
   * @param world brings outcomes
   */
  Branches(BranchThreads threads, boolean overlapping, Outside world) {
    this.threads = threads.executor();
    this.order = new TurnOrder(threads.max());
    this.overlapping = overlapping;
    this.world = world;
  }

  /** Runs the first branch in this thread, and unwinds the others before it returns. */
  void run(Runnable code) {
    CooperativeBranch main = newBranch(0, code);
    main.begin();
    turn = main;
    try {
      main.run();
    } finally {
      unwindOthers();
    }
  }

  private CooperativeBranch newBranch(int level, Runnable code) {
    return new CooperativeBranch(this, lock.newCondition(), started++, level, code);
  }

  /**
   * A branch in the body of a step unwinds when the body ends. If the run is invoked again, this
   * method waits for the branch, so that no body runs twice at once.
   */
  private void unwindOthers() {
    lock.lock();
    try {
      closed = true;
      passOn();
      while (turn != null || (outside > 0 && world.awaitsBodies())) {
        allDone.awaitUninterruptibly();
      }
      over = true;
    } finally {
      lock.unlock();
    }
  }

  /** Starts a branch, which begins when its turn comes. */
  CooperativeBranch fork(Runnable code) {
    CooperativeBranch outer = CooperativeBranch.required();
    CooperativeBranch branch = newBranch(outer.level() + 1, code);
    if (outer.isFrozen()) {
      branch.freeze();
    }
    lock.lock();
    try {
      order.addNew(branch);
    } finally {
      lock.unlock();
    }
    return branch;
  }

  /** Begins a branch that has the turn; with the lock. */
  private void begin(CooperativeBranch branch) {
    try {
      threads.execute(() -> runFrom(branch));
    } catch (Throwable e) { // such as no memory for a thread
      crashed(e);
      order.left(branch);
      passOn();
    }
  }

  /** Runs a branch. When it has ended, its thread is free for the next one. */
  private void runFrom(CooperativeBranch first) {
    CooperativeBranch next = first;
    while (next != null) {
      next = runToEnd(next);
    }
  }

  private @Nullable CooperativeBranch runToEnd(CooperativeBranch branch) {
    try {
      branch.run();
    } catch (Suspension | InvocationAborted unwound) {
      // as intended
    } catch (Throwable e) { // such as no memory
      crashed(e);
    } finally {
      Thread.interrupted(); // it was for this branch
    }
    return end(branch);
  }

  private void crashed(Throwable failure) {
    crash = failure;
    closed = true;
  }

  /** Returns the branch that has the turn, if it needs a thread. */
  private @Nullable CooperativeBranch end(CooperativeBranch branch) {
    lock.lock();
    try {
      order.left(branch);
      return turn == branch ? takeTurn() : null;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Lets other branches continue until an answer or a due time has come.
   *
   * @param due the known time when this happens by itself
   * @throws Suspension if no branch can continue, if another branch needs the thread, or if this
   *     branch was stopped
   */
  void await(BooleanSupplier until, Supplier<@Nullable Instant> due) {
    awaitUntil(until, due);
  }

  /**
   * Lets other branches continue until they have done something.
   *
   * @throws Suspension if no branch can continue, or if this branch was stopped
   */
  void awaitOthers(BooleanSupplier until) {
    awaitUntil(until, null);
  }

  private void awaitUntil(BooleanSupplier until, @Nullable Supplier<@Nullable Instant> due) {
    CooperativeBranch branch = CooperativeBranch.required();
    checkAwait(branch);
    branch.check();
    if (until.getAsBoolean()) {
      return;
    }
    if (branch.isFrozen()) {
      throw new Suspension();
    }
    lock.lock();
    try {
      branch.waitFor(until, due);
      order.addWaiting(branch);
      passOn();
      awaitTurn(branch);
    } finally {
      lock.unlock();
    }
    branch.check();
  }

  private void checkAwait(CooperativeBranch branch) {
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
    CooperativeBranch branch = CooperativeBranch.required();
    lock.lock();
    try {
      outside++;
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
      return order.isEmpty() && outside == 0;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for the turn after a body, so that its outcome can be recorded, unless the invocation is
   * over.
   */
  private void comeBack(CooperativeBranch branch) {
    lock.lock();
    try {
      outside--;
      if (over) {
        throw new Suspension();
      }
      order.addReady(branch);
      if (turn == null) {
        passOn();
      }
      awaitTurn(branch);
    } finally {
      lock.unlock();
    }
  }

  private void awaitTurn(CooperativeBranch branch) {
    while (turn != branch) {
      branch.woken().awaitUninterruptibly();
    }
  }

  /** Gives the turn to the next branch; with the lock. */
  private void passOn() {
    CooperativeBranch next = takeTurn();
    if (next != null) {
      begin(next);
    }
  }

  /** Gives the turn to the next branch. Returns it if it has not begun, and needs a thread. */
  private @Nullable CooperativeBranch takeTurn() {
    CooperativeBranch next = next();
    turn = next;
    if (next == null) {
      if (closed) {
        allDone.signal();
      }
      return null;
    }
    if (next.hasBegun()) {
      next.woken().signal();
      return null;
    }
    next.begin();
    return next;
  }

  private @Nullable CooperativeBranch next() {
    if (closed) {
      order.forgetNew();
    }
    CooperativeBranch next = order.poll();
    if (next == null) {
      next = outside == 0 ? nextOfIdle() : nextWhileBodiesRun();
    }
    return next;
  }

  private @Nullable CooperativeBranch nextWhileBodiesRun() {
    if (closed) {
      return null;
    }
    world.beforeBodiesEnd();
    Instant due = order.nextDue();
    return due != null && world.lookAt(due, this::wakeUp) ? order.poll() : null;
  }

  /** Called at a due time: otherwise the branches would continue only when a body has ended. */
  private void wakeUp() {
    lock.lock();
    try {
      if (turn == null && outside > 0 && !over) {
        passOn();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Called when no branch can continue: looks for outcomes, or suspends all branches. */
  private @Nullable CooperativeBranch nextOfIdle() {
    CooperativeBranch next = order.pollInTheWay();
    if (next != null || !order.hasWaiting()) {
      return next;
    }
    world.look();
    next = order.poll();
    if (next == null) {
      closed = true;
      next = order.poll();
    }
    return next;
  }

  /** Whether a branch that released its thread could continue now. */
  boolean mustGoOn() {
    return order.hasGivenWayTooEarly();
  }

  /** As {@link CooperativeBranch#check()}, for the branch of this thread. */
  void check() {
    CooperativeBranch.required().check();
  }

  /** The error that has ended the thread of a branch; null if there is none. */
  @Nullable Throwable crash() {
    return crash;
  }

  /** Whether the invocation is being unwound. */
  boolean isClosed() {
    return closed;
  }
}

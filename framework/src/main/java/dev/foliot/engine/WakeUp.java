package dev.foliot.engine;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Lets one thread wait for a signal of another; early signals are kept. */
final class WakeUp {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition signalled = lock.newCondition();
  private boolean pending;
  private boolean nudged;
  private volatile boolean postponed;

  void signal() {
    lock.lock();
    try {
      pending = true;
      signalled.signal();
    } finally {
      lock.unlock();
    }
  }

  /** The thread has not done what it was woken for: {@link #resume()} wakes it again. */
  void postpone() {
    postponed = true;
  }

  /** Signals if the thread has postponed something. */
  void resume() {
    if (postponed) {
      postponed = false;
      signal();
    }
  }

  /** Ends the wait without a signal, so that the thread computes anew how long it may wait. */
  void nudge() {
    lock.lock();
    try {
      nudged = true;
      signalled.signal();
    } finally {
      lock.unlock();
    }
  }

  /** True if a signal came; false if the time passed or another due time is known. */
  boolean await(Duration most) throws InterruptedException {
    lock.lock();
    try {
      long nanos = most.toNanos();
      while (!pending && !nudged && nanos > 0) {
        nanos = signalled.awaitNanos(nanos);
      }
      boolean woken = pending;
      pending = false;
      nudged = false;
      return woken;
    } finally {
      lock.unlock();
    }
  }
}

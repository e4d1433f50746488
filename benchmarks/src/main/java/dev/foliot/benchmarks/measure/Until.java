package dev.foliot.benchmarks.measure;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Looks again and again, in a thread of its own, whether something is over. */
public final class Until implements AutoCloseable, BooleanSupplier {
  private final Thread thread;
  private volatile boolean over;
  private volatile boolean closed;

  private Until(BooleanSupplier isOver, Duration pause) {
    thread =
        new Thread(
            () -> {
              while (!closed && !over) {
                over = isOver.getAsBoolean();
                LockSupport.parkNanos(pause.toNanos());
              }
            },
            "until");
  }

  /** Begins to look, with a pause after each look. */
  public static Until over(BooleanSupplier isOver, Duration pause) {
    Until until = new Until(isOver, pause);
    until.thread.start();
    return until;
  }

  @Override
  public boolean getAsBoolean() {
    return over;
  }

  /** Returns when it is over. */
  public void await() {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException("The wait was interrupted", e);
    }
  }

  @Override
  public void close() {
    closed = true;
    await();
  }
}

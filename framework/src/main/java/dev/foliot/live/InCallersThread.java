package dev.foliot.live;

import java.time.Duration;

/**
 * Runs everything at once in the thread that causes it. So a test on a steppable clock sees each
 * change when the run of the engine, or the command, returns. Nothing is repeated, since no time
 * passes.
 */
final class InCallersThread implements LiveThreads {
  @Override
  public void read(Runnable work) {
    work.run();
  }

  @Override
  public void signal(Runnable work) {
    work.run();
  }

  @Override
  public void later(Duration delay, Runnable work) {
    // Without threads there is nothing to wait for.
  }

  @Override
  public Timer every(Duration pause, Runnable work) {
    return () -> {};
  }

  @Override
  public void close() {}
}

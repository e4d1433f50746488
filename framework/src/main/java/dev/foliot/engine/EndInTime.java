package dev.foliot.engine;

import dev.foliot.failure.ReadableError;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a closing action on its own thread, and waits for it up to a limit. A call that waits for a
 * silent network cannot be interrupted, and must not keep the process alive.
 */
final class EndInTime {
  private static final Logger LOG = LoggerFactory.getLogger(EndInTime.class);

  private final ThreadFactory threads;

  EndInTime(ThreadFactory threads) {
    this.threads = threads;
  }

  /** Returns false if the action has not ended within the limit; then it continues unattended. */
  boolean end(Runnable work, Duration limit) {
    FutureTask<Void> ending = new FutureTask<>(work, null);
    threads.newThread(ending).start();
    try {
      ending.get(limit.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      LOG.warn("The engine failed while it stopped; nothing is lost", ReadableError.of(e));
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}

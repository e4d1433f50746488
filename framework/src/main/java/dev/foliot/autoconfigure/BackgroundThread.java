package dev.foliot.autoconfigure;

import dev.foliot.failure.ErrorText;
import dev.foliot.time.Background;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One thread with a bounded queue, which ends when it is idle. */
final class BackgroundThread implements Background, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(BackgroundThread.class);
  private static final int MAX_WAITING = 1_000;
  private static final int IDLE_SECONDS = 10;

  private final ThreadPoolExecutor executor;

  BackgroundThread(ThreadFactory threads) {
    executor =
        new ThreadPoolExecutor(
            1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MAX_WAITING), threads);
    executor.allowCoreThreadTimeOut(true);
  }

  @Override
  public boolean run(Runnable work) {
    try {
      executor.execute(work);
      return true;
    } catch (RejectedExecutionException full) {
      return false;
    } catch (Throwable e) { // such as no memory for a thread
      LOG.warn("A background task could not be started and is skipped: {}", ErrorText.of(e));
      return false;
    }
  }

  /** Waiting work is dropped, because it only saves time. */
  @Override
  public void close() {
    executor.shutdownNow();
  }
}

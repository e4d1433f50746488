package dev.foliot.live;

import dev.foliot.failure.ErrorText;
import dev.foliot.failure.ReadableError;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Two bounded pools and a timer, so that subscribers that block cannot stop the reads. Each
 * projection has at most one read in a queue, and each subscriber at most one signal, so the queues
 * are bounded, too. Idle threads end after a second.
 */
final class OnLiveThreads implements LiveThreads {
  private static final Logger LOG = LoggerFactory.getLogger(OnLiveThreads.class);
  private static final int READERS = 2;

  /** The pause before work for which there was no thread is tried again. */
  private static final Duration WITHOUT_THREAD = Duration.ofSeconds(1);

  private final ThreadPoolExecutor readers;
  private final ThreadPoolExecutor signals;
  private final ScheduledThreadPoolExecutor timer;

  OnLiveThreads(int signalThreads, ThreadFactory threads) {
    this.readers = pool(READERS, threads);
    this.signals = pool(signalThreads, threads);
    this.timer = new ScheduledThreadPoolExecutor(1, threads);
    timer.setRemoveOnCancelPolicy(true);
    timer.setKeepAliveTime(1, TimeUnit.SECONDS);
    timer.allowCoreThreadTimeOut(true);
  }

  private static ThreadPoolExecutor pool(int size, ThreadFactory threads) {
    var pool =
        new ThreadPoolExecutor(
            size, size, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), threads);
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  @Override
  public void read(Runnable work) {
    run(readers, work);
  }

  @Override
  public void signal(Runnable work) {
    run(signals, work);
  }

  private static void run(ThreadPoolExecutor pool, Runnable work) {
    try {
      pool.execute(() -> quietly(pool, work));
    } catch (RejectedExecutionException closed) {
      LOG.debug("The application has closed; live changes end");
    }
  }

  private static void quietly(ThreadPoolExecutor pool, Runnable work) {
    try {
      work.run();
    } catch (Throwable e) {
      if (pool.isShutdown()) {
        LOG.debug("The application has closed while live changes were read", ReadableError.of(e));
      } else {
        LOG.error(
            "Live changes of a projection could not be given to subscribers", ReadableError.of(e));
      }
    }
  }

  @Override
  public void later(Duration delay, Runnable work) {
    Future<?> unused = schedule(delay, work);
  }

  /** Schedules the work; null if the application has closed. */
  private @Nullable Future<?> schedule(Duration delay, Runnable work) {
    try {
      return timer.schedule(() -> readOrLater(work), delay.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException closed) {
      LOG.debug("The application has closed; live changes end");
      return null;
    }
  }

  /** Work that the timer has begun must not be lost: repeated work would end with it. */
  private void readOrLater(Runnable work) {
    try {
      read(work);
    } catch (Throwable e) { // such as no memory for a thread
      LOG.warn("Live changes wait for a thread: {}", ErrorText.of(e));
      later(WITHOUT_THREAD, work);
    }
  }

  @Override
  public Timer every(Duration pause, Runnable work) {
    Repeated repeated = new Repeated(pause, work);
    repeated.schedule();
    return repeated;
  }

  /** Repeats work. The pause begins when the work has ended. */
  private final class Repeated implements Timer {
    private final Duration pause;
    private final Runnable work;
    private @Nullable Future<?> next;
    private boolean closed;

    Repeated(Duration pause, Runnable work) {
      this.pause = pause;
      this.work = work;
    }

    synchronized void schedule() {
      if (!closed) {
        next = OnLiveThreads.this.schedule(pause, this::runAndSchedule);
      }
    }

    private void runAndSchedule() {
      try {
        work.run();
      } finally {
        schedule();
      }
    }

    @Override
    public synchronized void close() {
      closed = true;
      if (next != null) {
        next.cancel(false);
      }
    }
  }

  /** Ends the threads. Waiting signals are still given. */
  @Override
  public void close() {
    timer.shutdownNow();
    readers.shutdownNow();
    signals.shutdown();
  }
}

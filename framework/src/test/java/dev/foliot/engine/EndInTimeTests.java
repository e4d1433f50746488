package dev.foliot.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class EndInTimeTests {

  /** Its thread has not begun when the caller is interrupted. */
  @Test
  void actionRunsAlthoughItsCallerIsInterrupted() {
    CountDownLatch interrupted = new CountDownLatch(1);
    AtomicBoolean hasRun = new AtomicBoolean();
    Thread[] thread = new Thread[1];
    EndInTime ending =
        new EndInTime(
            work -> {
              thread[0] = new Thread(() -> runAfter(interrupted, work));
              return thread[0];
            });

    Thread.currentThread().interrupt();
    boolean ended = ending.end(() -> hasRun.set(true), Duration.ofMinutes(2));
    assertThat(Thread.interrupted()).isTrue();
    interrupted.countDown();
    join(thread[0]);

    assertThat(ended).isFalse();
    assertThat(hasRun).isTrue();
  }

  private static void runAfter(CountDownLatch latch, Runnable work) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    work.run();
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}

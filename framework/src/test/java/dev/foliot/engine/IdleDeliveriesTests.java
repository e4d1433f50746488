package dev.foliot.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class IdleDeliveriesTests {
  private final ThreadPoolExecutor pool =
      new ThreadPoolExecutor(1, 1, 0, TimeUnit.MILLISECONDS, new LinkedBlockingQueue<>());
  private final IdleDeliveries deliveries = new IdleDeliveries(pool);
  private final CountDownLatch done = new CountDownLatch(1);

  @AfterEach
  void end() {
    done.countDown();
    pool.shutdown();
  }

  @Test
  void idleThreadReads() throws InterruptedException {
    CountDownLatch read = new CountDownLatch(1);

    deliveries.run(read::countDown);

    assertThat(read.await(60, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void busyThreadsAreLeftAlone() throws InterruptedException {
    beBusy();

    deliveries.run(() -> {});

    assertThat(pool.getQueue()).isEmpty();
    assertThat(deliveries.isAnybodyWaiting()).isFalse();
  }

  @Test
  void deliveryThatIsQueuedWaits() throws InterruptedException {
    beBusy();

    pool.execute(() -> {});

    assertThat(deliveries.isAnybodyWaiting()).isTrue();
  }

  @Test
  void refusesWhenPoolEnds() {
    pool.shutdown();

    assertThatThrownBy(() -> deliveries.run(() -> {}))
        .isInstanceOf(RejectedExecutionException.class);
  }

  private void beBusy() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    pool.execute(
        () -> {
          begun.countDown();
          awaitDone();
        });
    begun.await();
  }

  private void awaitDone() {
    try {
      done.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

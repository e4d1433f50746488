package dev.foliot.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.foliot.failure.Thrown;
import dev.foliot.shop.ShopTest;
import java.sql.Connection;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.datasource.AbstractDataSource;

/** The threads of an engine go on, whatever is thrown in them. */
class EngineThreadsIntegrationTests extends ShopTest {
  private static final long AT_MOST_SECONDS = 60;

  @ParameterizedTest
  @EnumSource
  void heartbeatGoesOn(Thrown thrown) throws Exception {
    CountDownLatch failed = new CountDownLatch(3);
    Duration lease = Duration.ofMillis(300);
    AtomicLong armed = new AtomicLong();
    AtomicLong nanos = new AtomicLong();
    EngineNode running =
        EngineOf.like(node)
            .nanoTime(nanos::get)
            .settings(settings -> EngineOf.withLease(settings, lease))
            .leaseClock(
                () -> {
                  if (armed.get() > 0) {
                    failed.countDown();
                    thrown.now();
                  }
                  return LeaseClock.OF_DATABASE.now();
                })
            .node();
    running.start();
    try {
      armed.set(1);
      nanos.addAndGet(lease.toNanos());
      assertThat(failed.await(AT_MOST_SECONDS, TimeUnit.SECONDS)).isTrue();

      assertThat(running.isDead()).isFalse();
      await().untilAsserted(() -> assertThat(running.status().problem()).isNotBlank());
    } finally {
      armed.set(0);
      running.stop();
    }
  }

  @ParameterizedTest
  @EnumSource
  void listeningToOtherNodesGoesOn(Thrown thrown) throws Exception {
    CountDownLatch tried = new CountDownLatch(2);
    EngineParts parts = node.parts();
    ListenUntilStopped listening =
        new ListenUntilStopped(
            new AbstractDataSource() {
              @Override
              public Connection getConnection() {
                tried.countDown();
                thrown.now();
                throw new IllegalStateException("not reached");
              }

              @Override
              public Connection getConnection(String user, String password) {
                return getConnection();
              }
            },
            SignalChannel.of(parts.storage().schema()),
            "listener",
            signal -> {},
            Duration.ofSeconds(1),
            parts.node().nanoTime(),
            parts.node().threads());
    listening.start();
    try {
      assertThat(tried.await(AT_MOST_SECONDS, TimeUnit.SECONDS)).as("it tries again").isTrue();
      assertThat(listening.isConnected()).isFalse();
    } finally {
      listening.stop();
    }
  }
}

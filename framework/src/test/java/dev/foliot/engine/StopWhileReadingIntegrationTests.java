package dev.foliot.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.shop.Shop.Place;
import dev.foliot.shop.ShopTest;
import dev.foliot.testsupport.CountingDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** An engine stops although nobody needs the page any more that one of its threads reads. */
class StopWhileReadingIntegrationTests extends ShopTest {
  private static final int MAX = 2;

  /** Twenty orders that one subscription has still to read, long after the others. */
  @BeforeEach
  void begin() {
    IntStream.range(0, 20).forEach(i -> domain.process(new Place("o" + i, "none", 1)));
    engine().run();
    faults.reset();
    jdbc.update("update foliot_checkpoint set position = 0 where subscription = 'reservation'");
  }

  // R29: an interrupted read closes a database that H2 keeps in a file
  @Test
  void stopWaitsForPageThatIsBeingRead() throws InterruptedException {
    var reading = new HeldUpReading(((CountingDataSource) dataSource).getTargetDataSource());
    EngineNode running =
        EngineOf.copy(node, settings -> EngineOf.with(settings, MAX, 1, Duration.ofMillis(20)));
    Thread stopping = new Thread(running::stop);
    faults.during(
        "reservation",
        "o0",
        () -> {
          reading.awaitBegin();
          stopping.start();
          Awaitility.await().until(() -> !running.status().running());
        });
    ((CountingDataSource) dataSource).setTargetDataSource(reading);
    try {
      running.start();
      Awaitility.await()
          .atMost(60, TimeUnit.SECONDS)
          .until(() -> calls().size() == MAX && isHandedOver() && isWaitingOrGone(stopping));
    } finally {
      reading.goOn();
      running.stop();
      stopping.join();
      ((CountingDataSource) dataSource).setTargetDataSource(reading.getTargetDataSource());
    }

    assertThat(reading.wasInterrupted()).isFalse();
    assertThat(calls()).isEqualTo(List.of("reservation o0", "reservation o1"));
  }

  private boolean isHandedOver() {
    return jdbc.queryForObject(
            "select count(*) from foliot_segment where owner is not null", Integer.class)
        == 0;
  }

  private static boolean isWaitingOrGone(Thread thread) {
    return thread.getState() == Thread.State.TIMED_WAITING || !thread.isAlive();
  }

  /** Of a page that no step waits for. */
  private static final class HeldUpReading extends DelegatingDataSource {
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch mayGoOn = new CountDownLatch(1);
    private volatile boolean interrupted;

    HeldUpReading(DataSource target) {
      super(target);
    }

    @Override
    public Connection getConnection() throws SQLException {
      if (isReadingAhead()) {
        begun.countDown();
        try {
          mayGoOn.await();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      return super.getConnection();
    }

    private static boolean isReadingAhead() {
      List<String> classes =
          StackWalker.getInstance()
              .walk(frames -> frames.map(StackWalker.StackFrame::getClassName).toList());
      return classes.contains(ReadAhead.class.getName())
          && !classes.contains(Segment.class.getName());
    }

    void awaitBegin() {
      try {
        assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    void goOn() {
      mayGoOn.countDown();
    }

    boolean wasInterrupted() {
      return interrupted;
    }
  }

  private List<String> calls() {
    return faults.calls().stream().filter(call -> call.startsWith("reservation ")).toList();
  }
}

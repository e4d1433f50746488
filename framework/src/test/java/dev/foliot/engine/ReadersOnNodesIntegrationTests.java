package dev.foliot.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.foliot.consistency.AwaitProjections;
import dev.foliot.consistency.ConsistencyTimeoutException;
import dev.foliot.consistency.ConsistencyToken;
import dev.foliot.shop.Shop.Board;
import dev.foliot.shop.Shop.Place;
import dev.foliot.shop.ShopTest;
import dev.foliot.testsupport.CountingDataSource;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Reads that wait for running engines: the number of their looks, on the owning node and others.
 */
class ReadersOnNodesIntegrationTests extends ShopTest {
  private static final Duration LONG = Duration.ofSeconds(60);

  private final List<EngineNode> started = new ArrayList<>();
  private final CountDownLatch gate = new CountDownLatch(1);
  private final CountDownLatch inHandler = new CountDownLatch(1);
  private final Thread reader = Thread.currentThread();
  private final AtomicInteger timesRead = new AtomicInteger();
  private boolean waits;

  @AfterEach
  void stop() {
    gate.countDown();
    started.forEach(EngineNode::stop);
  }

  /** Its time is read by each round of a wait. */
  private EngineNode engine(LongSupplier nanoTime) {
    return EngineOf.like(node)
        .nanoTime(nanoTime)
        .settings(settings -> EngineOf.with(settings, 10, 1, Duration.ofMillis(20)))
        .node();
  }

  private long nanoTime() {
    if (Thread.currentThread() == reader && timesRead.incrementAndGet() == 16) {
      gate.countDown();
    }
    return System.nanoTime();
  }

  /** Interrupts the reader just before its first pause, when it needs no connection. */
  private long nanoTimeThatInterrupts() {
    if (Thread.currentThread() == reader && waits && timesRead.incrementAndGet() == 2) {
      reader.interrupt();
    }
    return System.nanoTime();
  }

  private EngineNode start(EngineNode engine) {
    started.add(engine);
    engine.start();
    return engine;
  }

  private AwaitProjections readerOn(EngineNode engine) {
    return new AwaitProjections(
        engine, node.parts().storage().transactions(), InstantSource.system(), LONG);
  }

  private ConsistencyToken place(String orderId) {
    return domain.tracking(() -> domain.process(new Place(orderId, "p1", 1))).token();
  }

  /** The projector waits in its transaction until the reader has had many pauses. */
  private void holdBack(String orderId) {
    faults.during(
        "board",
        orderId,
        () -> {
          inHandler.countDown();
          try {
            gate.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  private long looksOf(Runnable read) {
    CountingDataSource counting = (CountingDataSource) dataSource;
    counting.reset();
    read.run();
    return counting.statements().stream().filter(ReadersOnNodesIntegrationTests::isLook).count();
  }

  private static boolean isLook(String sql) {
    return sql.contains("union all") && sql.contains("foliot_former_segment");
  }

  @Test
  void readerOnOwningNodePollsNothing() throws InterruptedException {
    EngineNode engine = start(engine(this::nanoTime));
    holdBack("o1");
    ConsistencyToken token = place("o1");
    inHandler.await();

    long looks = looksOf(() -> readerOn(engine).await(token, LONG, Set.of(Board.class)));

    assertThat(domain.viewFor(Board.class).exists("o1")).isTrue();
    assertThat(timesRead).hasValueGreaterThan(16);
    assertThat(looks).as("before, once more when registered, and after the commit").isEqualTo(3);
  }

  @Test
  void commitsThatAreNotFarEnoughCauseNoLook() throws InterruptedException {
    EngineNode engine = start(engine(System::nanoTime));
    holdBack("o1");
    ConsistencyToken last = place("o1");
    inHandler.await();
    for (int i = 2; i < 100; i++) { // in ten batches at least
      last = place("o" + i);
    }
    ConsistencyToken token = last;
    new Thread(gate::countDown).start();

    long looks = looksOf(() -> readerOn(engine).await(token, LONG, Set.of(Board.class)));

    assertThat(domain.viewFor(Board.class).exists("o99")).isTrue();
    assertThat(looks).isLessThanOrEqualTo(3);
  }

  @Test
  void readerWithoutNotificationsLooksNowAndThen() throws InterruptedException {
    start(engine(System::nanoTime));
    EngineNode web = engine(this::nanoTime);
    holdBack("o1");
    ConsistencyToken token = place("o1");
    inHandler.await();

    long looks = looksOf(() -> readerOn(web).await(token, LONG, Set.of(Board.class)));

    assertThat(domain.viewFor(Board.class).exists("o1")).isTrue();
    assertThat(looks).isBetween(4L, 20L);
  }

  @Test
  void timeIsUpWithAClearError() throws InterruptedException {
    EngineNode engine = start(engine(System::nanoTime));
    holdBack("o1");
    ConsistencyToken token = place("o1");
    inHandler.await();
    Duration timeout = Duration.ofMillis(10);

    assertThatThrownBy(() -> readerOn(engine).await(token, timeout, Set.of(Board.class)))
        .isInstanceOfSatisfying(
            ConsistencyTimeoutException.class,
            late -> {
              assertThat(late.subscription()).isEqualTo("board-projector");
              assertThat(late.position())
                  .isEqualTo(
                      jdbc.queryForObject(
                          "select max(position) from foliot_message where type = 'placed'",
                          Long.class));
              assertThat(late.reached()).isLessThan(late.position());
              assertThat(late.timeout()).isEqualTo(timeout);
              assertThat(late)
                  .hasMessage(
                      "Subscription board-projector has not handled the event at position %s of the log within PT0.01S: it is at position %s. Repeat the read, or wait longer. If this happens often, see the lag of the subscription in domain.subscriptions() or the metrics.",
                      late.position(), late.reached());
            });
  }

  @Test
  void timeoutNamesTheMessageThatWaitsForItsRetry() {
    EngineNode engine = start(engine(System::nanoTime));
    faults.fail("board", "o1", 1_000);
    ConsistencyToken failing = place("o1");
    readerOn(engine).await(place("o2"), LONG, Set.of(Board.class));

    assertThatThrownBy(
            () -> readerOn(engine).await(failing, Duration.ofMillis(1), Set.of(Board.class)))
        .isInstanceOf(ConsistencyTimeoutException.class)
        .hasMessageContaining("(placed) has failed 1 time(s) and waits for its next attempt.");
  }

  @Test
  void interruptedReaderKeepsItsFlag() throws InterruptedException {
    EngineNode engine = start(engine(this::nanoTimeThatInterrupts));
    holdBack("o1");
    ConsistencyToken token = place("o1");
    inHandler.await();
    waits = true;

    assertThatThrownBy(() -> readerOn(engine).await(token, LONG, Set.of(Board.class)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "The wait for the projections [board-projector] was interrupted. They continue; read them later.");
    assertThat(Thread.interrupted()).isTrue();
  }
}

package dev.foliot.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.foliot.handler.ErrorDecision;
import dev.foliot.operation.CheckpointTarget;
import dev.foliot.operation.HeldMessage;
import dev.foliot.operation.MovePlan;
import dev.foliot.operation.SegmentReport;
import dev.foliot.operation.Subscriptions;
import dev.foliot.shop.Shop.Board;
import dev.foliot.shop.Shop.Cancel;
import dev.foliot.shop.Shop.Place;
import dev.foliot.shop.Shop.Receive;
import dev.foliot.shop.ShopTest;
import dev.foliot.testsupport.FoliotTables;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * R28: an operator changes subscriptions that two running nodes deliver, from a third one whose
 * engine does not run. Each change is there once, and nothing is lost or doubled by it.
 */
class RunningOperationsIntegrationTests extends ShopTest {
  private static final String BOARD = "board-projector";
  private static final String RESERVATION = "reservation";

  @Autowired private Subscriptions subscriptions;

  private final List<EngineNode> nodes = new ArrayList<>();
  private Thread writer;

  @AfterEach
  void stop() throws InterruptedException {
    if (writer != null) {
      writer.join();
    }
    nodes.forEach(EngineNode::stop);
  }

  private void startTwoNodes() {
    startNodes(2, 2);
  }

  private void startNodes(int count, int segments) {
    FoliotTables.forgetSubscriptions(jdbc);
    for (int i = 0; i < count; i++) {
      EngineNode another =
          EngineOf.copy(
              node, settings -> EngineOf.with(settings, 5, segments, Duration.ofMillis(20)));
      another.start();
      nodes.add(another);
    }
  }

  private static ConditionFactory soon() {
    return await().atMost(Duration.ofMinutes(2)).pollInterval(Duration.ofMillis(50));
  }

  private void place(int from, int to) {
    for (int i = from; i < to; i++) {
      domain.process(new Place("o" + i, "p1", 1));
    }
  }

  private void placeMeanwhile(int from, int to) {
    writer = new Thread(() -> place(from, to));
    writer.start();
  }

  // Handlers of both segments change one stock: one that loses often waits for a retry
  private void awaitCaughtUp(String subscription) {
    soon()
        .untilAsserted(
            () -> {
              clock.advance(Duration.ofSeconds(1));
              assertThat(subscriptions.status(subscription))
                  .extracting("lag.messages", "waiting")
                  .containsExactly(0L, 0);
            });
  }

  private long rows(String sql) {
    return jdbc.queryForObject(sql, Long.class);
  }

  @Test
  void parkedMessageIsTriedWhileTheEngineRuns() {
    faults.decide(ErrorDecision.park());
    faults.fail("board", "o0", 1_000);
    startTwoNodes();
    place(0, 5);
    domain.process(new Cancel("o0"));
    domain.process(new Cancel("o1"));
    soon().until(() -> subscriptions.held(BOARD, 0, 10).size() == 1);
    faults.fail("board", "o0", 0);

    subscriptions.retryAll(BOARD);

    awaitCaughtUp(BOARD);
    soon().until(() -> domain.viewFor(Board.class).count() == 5);
    soon()
        .untilAsserted(
            () ->
                assertThat(jdbc.queryForList("select order_id from shop$board where changes = 1"))
                    .hasSize(2));
    assertThat(subscriptions.held(BOARD, 0, 10)).isEmpty();
  }

  // The owner is in the handler of the message that was tried again
  @Test
  void discardWhileTheMessageIsBeingTriedHasOneOutcome() throws Exception {
    faults.decide(ErrorDecision.park());
    faults.fail(RESERVATION, "o0", 1);
    startTwoNodes();
    domain.process(new Receive("p1", 1_000));
    place(0, 1);
    domain.process(new Cancel("o0"));
    soon().until(() -> subscriptions.parked(RESERVATION, 0, 10).size() == 1);
    HeldMessage parked = subscriptions.parked(RESERVATION, 0, 10).get(0);
    CountDownLatch inHandler = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    AtomicInteger calls = new AtomicInteger();
    faults.during(
        RESERVATION,
        "o0",
        () -> {
          calls.incrementAndGet();
          inHandler.countDown();
          meet(goOn);
        });

    subscriptions.retry(RESERVATION, parked.messageId());
    meet(inHandler);
    subscriptions.discard(RESERVATION, parked.messageId(), "not wanted", "ann");
    goOn.countDown();

    awaitCaughtUp(RESERVATION);
    assertThat(calls).hasValue(1);
    assertThat(rows("select count(*) from foliot_message where type = 'reserved'")).isZero();
    assertThat(faults.calls()).contains("reservation o0 cancelled");
    assertThat(subscriptions.discarded(RESERVATION, 0, 10)).hasSize(1);
  }

  // The key that is tried again and the batch in hand belong to one segment
  @Test
  void retryDuringTheOwnersBatchLosesAndDoublesNothing() {
    faults.decide(ErrorDecision.park());
    faults.fail(RESERVATION, "o0", 1);
    startNodes(2, 1);
    domain.process(new Receive("p1", 1_000));
    place(0, 1);
    soon().until(() -> subscriptions.parked(RESERVATION, 0, 10).size() == 1);
    CountDownLatch inHandler = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    faults.during(
        RESERVATION,
        "o1",
        () -> {
          inHandler.countDown();
          meet(goOn);
        });
    place(1, 3);
    meet(inHandler);

    subscriptions.retry(RESERVATION, subscriptions.parked(RESERVATION, 0, 10).get(0).messageId());
    goOn.countDown();

    awaitCaughtUp(RESERVATION);
    soon().until(() -> subscriptions.held(RESERVATION, 0, 10).isEmpty());
    assertThat(rows("select count(*) from foliot_message where type = 'reserved'")).isEqualTo(3);
    assertThat(faults.calls()).filteredOn("reservation o0"::equals).hasSize(2);
    assertThat(subscriptions.status(RESERVATION).handled()).isEqualTo(3);
  }

  // An outage is seen from a node whose engine does not run
  @Test
  void circuitOfRunningNodesIsSeenAndCloses() {
    AtomicBoolean away = new AtomicBoolean(true);
    for (int i = 0; i < 20; i++) {
      faults.during(RESERVATION, "o" + i, () -> assertThat(away).isFalse());
    }
    startNodes(2, 1);
    place(0, 20);

    soon()
        .untilAsserted( // the subscription may go to the second node after it has paused
            () ->
                assertThat(subscriptions.status(RESERVATION).circuits())
                    .singleElement()
                    .returns(owner(RESERVATION), CircuitReport::node));
    away.set(false);

    soon()
        .until(
            () -> {
              clock.advance(Duration.ofSeconds(10));
              return subscriptions.status(RESERVATION).circuits().isEmpty()
                  && subscriptions.held(RESERVATION, 0, 10).isEmpty();
            });
    awaitCaughtUp(RESERVATION);
    assertThat(subscriptions.status(RESERVATION).handled()).isEqualTo(20);
  }

  private String owner(String subscription) {
    return subscriptions.status(subscription).segments().get(0).owner();
  }

  private static void meet(CountDownLatch latch) {
    try {
      assertThat(latch.await(2, TimeUnit.MINUTES)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void pauseStopsAtOnceAndLosesNothing() throws Exception {
    startTwoNodes();
    placeMeanwhile(0, 100);
    soon().until(() -> domain.viewFor(Board.class).count() > 10);

    subscriptions.pause(BOARD, "the board is counted");
    long counted = domain.viewFor(Board.class).count();
    writer.join();
    awaitCaughtUp(RESERVATION);
    assertThat(domain.viewFor(Board.class).count()).isEqualTo(counted);
    assertThat(subscriptions.status(BOARD).segments()).noneMatch(SegmentReport::owned);

    subscriptions.resume(BOARD);
    awaitCaughtUp(BOARD);
    assertThat(domain.viewFor(Board.class).count()).isEqualTo(100);
    assertThat(subscriptions.status(BOARD).handled()).isEqualTo(100);
  }

  // Each order reserves once; what was repeated reserved twice. An order whose handler has lost the
  // race for the stock is held at the moment of the plan: it had not reserved yet.
  @Test
  void moveRepeatsWhatItSaidWhileOthersWrite() throws Exception {
    domain.process(new Receive("p1", 10_000));
    startTwoNodes();
    placeMeanwhile(0, 100);
    soon().until(() -> subscriptions.status(RESERVATION).handled() > 10);

    subscriptions.pause(RESERVATION, "something was wrong");
    MovePlan plan = subscriptions.planMove(RESERVATION, CheckpointTarget.start());
    MovePlan done = subscriptions.move(RESERVATION, plan.confirmation());
    subscriptions.resume(RESERVATION);
    writer.join();

    awaitCaughtUp(RESERVATION);
    long repeated = done.repeats() - done.heldDropped();
    assertThat(repeated).isPositive();
    assertThat(rows("select count(*) from foliot_message where type = 'reserved'"))
        .isEqualTo(100 + repeated);
    assertThat(
            rows(
                "select max(n) from (select count(*) n from foliot_message where type = 'reserved' group by payload) c"))
        .isEqualTo(2);
    assertThat(subscriptions.status(RESERVATION).handled()).isEqualTo(100 + repeated);
  }

  // Operators who cannot stop: every change while everything runs
  @Test
  void changesInAHurryLoseAndDoubleNothing() throws Exception {
    startTwoNodes();
    placeMeanwhile(0, 60);
    for (int i = 0; i < 10; i++) {
      subscriptions.pause(BOARD, "hurry " + i);
      subscriptions.resume(BOARD);
      subscriptions.retryAll(BOARD);
    }
    writer.join();

    awaitCaughtUp(BOARD);
    assertThat(domain.viewFor(Board.class).count()).isEqualTo(60);
    assertThat(subscriptions.status(BOARD).handled()).isEqualTo(60);
    assertThat(subscriptions.held(BOARD, 0, 10)).isEmpty();
  }
}

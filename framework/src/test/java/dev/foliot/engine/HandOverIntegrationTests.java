package dev.foliot.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.foliot.shop.Shop.Board;
import dev.foliot.shop.Shop.Hop;
import dev.foliot.shop.Shop.Place;
import dev.foliot.shop.Shop.Receive;
import dev.foliot.shop.ShopTest;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** R28 and R29: what stands in the way when a node gives back what it owns. */
class HandOverIntegrationTests extends ShopTest {
  private final AtomicLong nanos = new AtomicLong();
  private final List<Membership> members = new ArrayList<>();

  @AfterEach
  void nobodyStays() {
    members.forEach(Membership::crash);
  }

  // A server that does not answer a commit, or a network that is cut: the locks stay
  @Test
  void hangingCommitKeepsNobodyFromLeaving() throws SQLException {
    Membership leaving = join();
    look(leaving);
    domain.process(new Receive("p1", 100)); // to be passed over, and saved at the end
    work(leaving);
    try (Connection hanging = dataSource.getConnection()) {
      hanging.setAutoCommit(false);
      lockCheckpoints(hanging);

      CompletableFuture<Void> left = CompletableFuture.runAsync(leaving::leave);
      try {
        assertThat(left).succeedsWithin(Duration.ofMinutes(2));
        assertThat(ownersOf("board-projector")).doesNotContainNull();
        assertThat(ownersOf("hopper")).containsOnlyNulls();
      } finally {
        hanging.rollback();
        left.join();
      }
    }
    Membership other = join();
    look(other);
    assertThat(other.open().segments()).anyMatch(HandOverIntegrationTests::isOfBoard);
  }

  // R29: the next owner does not read again what the last one has passed over
  @Test
  void leavingSavesThePositionsOfSkippedMessages() {
    domain.process(new Receive("p1", 100)); // the board does not want it
    engine().run();
    List<Long> before = positionsOf("board-projector");
    Membership leaving = join();
    look(leaving);
    domain.process(new Receive("p1", 100));
    work(leaving);
    assertThat(positionsOf("board-projector")).isEqualTo(before);

    leaving.leave();

    assertThat(positionsOf("board-projector"))
        .containsOnly(jdbc.queryForObject("select max(position) from foliot_message", Long.class));
  }

  private List<Long> positionsOf(String subscription) {
    return jdbc.queryForList(
        "select position from foliot_checkpoint where subscription = ?", Long.class, subscription);
  }

  private static void lockCheckpoints(Connection connection) throws SQLException {
    try (var update = connection.createStatement()) {
      update.executeUpdate(
          "update foliot_checkpoint set position = position where subscription = 'board-projector'");
    }
  }

  // Nobody with the handler was alive, so it could be removed; then it was deployed again
  @Test
  void ownerFromBeforeARemovalCannotCommit() {
    Membership stalled = join();
    look(stalled);
    domain.process(new Place("o1", "p1", 1));
    read(stalled);
    EngineParts parts = node.parts();
    parts
        .storage()
        .transactions()
        .doInNew(
            () -> {
              SubscriptionStore store =
                  new SubscriptionStore(parts.storage().jdbc(), parts.storage().schema());
              store.take("board-projector");
              store.remove("board-projector");
            });
    jdbc.update("update foliot_node set lease_until = current_timestamp - interval '1' second");
    Membership other = join();
    look(other);
    assertThat(other.open().segments()).anyMatch(HandOverIntegrationTests::isOfBoard);

    assertThatThrownBy(() -> step(stalled)).isInstanceOf(SegmentLostException.class);

    assertThat(domain.viewFor(Board.class).count()).isZero();
  }

  // R28: a batch that takes long holds up its own segment alone
  @Test
  void stopHandsOverEachSegmentWhenItsBatchIsDone() throws InterruptedException {
    CountDownLatch inHandlers = new CountDownLatch(2);
    CountDownLatch shortOne = new CountDownLatch(1);
    CountDownLatch longOne = new CountDownLatch(1);
    faults.during("board", "o1", () -> meet(inHandlers, shortOne));
    faults.during("hopper", "c1 1", () -> meet(inHandlers, longOne));
    EngineNode running =
        EngineOf.copy(node, settings -> EngineOf.with(settings, 500, 1, Duration.ofMillis(20)));
    running.start();
    domain.process(new Place("o1", "p1", 1));
    domain.process(new Hop("c1", 1));
    assertThat(inHandlers.await(60, TimeUnit.SECONDS)).isTrue();

    CompletableFuture<Void> stopped = CompletableFuture.runAsync(running::stop);
    try {
      await().untilAsserted(() -> assertThat(ownersOf("reservation")).containsOnlyNulls());
      assertThat(ownersOf("board-projector")).doesNotContainNull();
      shortOne.countDown();
      await().untilAsserted(() -> assertThat(ownersOf("board-projector")).containsOnlyNulls());
      assertThat(ownersOf("hopper")).doesNotContainNull();
    } finally {
      shortOne.countDown();
      longOne.countDown();
      stopped.join();
    }
    assertThat(ownersOf("hopper")).containsOnlyNulls();
    assertThat(domain.viewFor(Board.class).count()).isEqualTo(1);
  }

  // R28: what waits for a thread is not in hand
  @Test
  void stopHandsOverWhatHasNotBegunYet() throws InterruptedException {
    CountDownLatch inHandler = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    faults.during("board", "o1", () -> meet(inHandler, goOn));
    EngineNode running =
        EngineOf.copy(
            node,
            settings ->
                EngineOf.withConcurrency(
                    EngineOf.with(settings, 500, 1, Duration.ofMillis(20)), 1));
    domain.process(new Place("o1", "p1", 1));
    domain.process(new Place("o2", "p1", 1));
    running.start();
    assertThat(inHandler.await(60, TimeUnit.SECONDS)).isTrue();

    CompletableFuture<Void> stopped = CompletableFuture.runAsync(running::stop);
    try {
      await().untilAsserted(() -> assertThat(ownersOf("reservation")).containsOnlyNulls());
      assertThat(ownersOf("board-projector")).doesNotContainNull();
    } finally {
      goOn.countDown();
      stopped.join();
    }
    assertThat(domain.viewFor(Board.class).count()).isEqualTo(2);
  }

  // shutdown-timeout=0 waits for nothing, rather than for ever
  @Test
  void stopWithoutTimeoutWaitsForNothing() throws InterruptedException {
    CountDownLatch inHandler = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    faults.during("board", "o1", () -> meetWhateverHappens(inHandler, goOn));
    EngineNode running =
        EngineOf.copy(node, settings -> EngineOf.withShutdownTimeout(settings, Duration.ZERO));
    running.start();
    domain.process(new Place("o1", "p1", 1));
    assertThat(inHandler.await(60, TimeUnit.SECONDS)).isTrue();

    try {
      running.stop();
      await().untilAsserted(() -> assertThat(ownersOf("board-projector")).containsOnlyNulls());
    } finally {
      goOn.countDown();
    }
  }

  /** An interrupt does not end it. */
  private static void meetWhateverHappens(CountDownLatch met, CountDownLatch until) {
    do {
      meet(met, until);
    } while (Thread.interrupted());
  }

  private static void meet(CountDownLatch met, CountDownLatch until) {
    met.countDown();
    try {
      until.await(60, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Membership join() {
    Membership member =
        EngineOf.like(node)
            .settings(EngineOf::withLongLease)
            .nanoTime(nanos::get)
            .node()
            .join(delivery -> {}, () -> 0.5);
    members.add(member);
    return member;
  }

  private static void look(Membership member) {
    member.share().lookAtOnce();
    member.share().step(owned -> true);
  }

  private static void read(Membership member) {
    while (member.open().feed().step()) {}
  }

  private static void work(Membership member) {
    read(member);
    member.open().segments().forEach(Segment::step);
  }

  private static void step(Membership member) {
    member.open().segments().stream()
        .filter(HandOverIntegrationTests::isOfBoard)
        .forEach(Segment::step);
  }

  private static boolean isOfBoard(Segment segment) {
    return segment.subscription().name().equals("board-projector");
  }

  private List<String> ownersOf(String subscription) {
    return jdbc.queryForList(
        "select owner from foliot_segment where subscription = ?", String.class, subscription);
  }
}

package dev.foliot.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.foliot.consistency.AwaitProjections;
import dev.foliot.consistency.ConsistencyToken;
import dev.foliot.shop.Shop.Board;
import dev.foliot.shop.Shop.Place;
import dev.foliot.shop.ShopTest;
import dev.foliot.testsupport.CountingDataSource;
import dev.foliot.work.Topics;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** A read on one node waits for the commit of another node, which notifies only while one waits. */
@EnabledIfSystemProperty(named = "foliot.test.database", matches = "postgres")
class PostgresReadersIntegrationTests extends ShopTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final String BOARD = "board-projector";

  private final List<EngineNode> started = new ArrayList<>();
  private final Thread reader = Thread.currentThread();

  /**
   * How often the reader reads the time before the owner may commit; a poll would look each time.
   */
  private static final int ROUNDS = 40;

  private final AtomicInteger timesRead = new AtomicInteger();
  private final CountDownLatch gate = new CountDownLatch(1);
  private final CountDownLatch inHandler = new CountDownLatch(1);
  private EngineNode owner;
  private EngineNode other;

  @BeforeEach
  void startTwo() {
    EngineNode first = start();
    EngineNode second = start();
    await().until(() -> first.hearsOthers() && second.hearsOthers());
    await().until(() -> !segments(first).equals(segments(second)) && knowsOwner(first, second));
    owner = first.localSegments().hasAll(BOARD) ? first : second;
    other = owner == first ? second : first;
    node.onCommit(List.of(EngineOf.copy(node, each -> EngineOf.withNotifications(each, LONG))));
  }

  private static List<?> segments(EngineNode engine) {
    return engine.localSegments().of(BOARD);
  }

  private static boolean knowsOwner(EngineNode first, EngineNode second) {
    return first.localSegments().hasAll(BOARD) != second.localSegments().hasAll(BOARD)
        && !first.status().subscriptions().isEmpty()
        && !second.status().subscriptions().isEmpty();
  }

  @AfterEach
  void stop() {
    gate.countDown();
    node.onCommit(List.of());
    started.forEach(EngineNode::stop);
  }

  private EngineNode start() {
    EngineNode engine =
        EngineOf.like(node)
            .heartbeats(unpooled())
            .nanoTime(this::nanoTime)
            .settings(settings -> EngineOf.withNotifications(settings, Duration.ofHours(1)))
            .node();
    started.add(engine);
    engine.start();
    return engine;
  }

  private long nanoTime() {
    if (Thread.currentThread() == reader && timesRead.incrementAndGet() == ROUNDS) {
      gate.countDown();
    }
    return System.nanoTime();
  }

  private DriverManagerDataSource unpooled() {
    try (var connection = dataSource.getConnection()) {
      return new DriverManagerDataSource(connection.getMetaData().getURL(), "postgres", "postgres");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private ConsistencyToken place(String orderId) {
    return domain.tracking(() -> domain.process(new Place(orderId, "p1", 1))).token();
  }

  private void read(ConsistencyToken token) {
    new AwaitProjections(other, node.parts().storage().transactions(), InstantSource.system(), LONG)
        .await(token, LONG, Set.of(Board.class));
  }

  @Test
  void commitOfTheOwnerWakesTheReader() throws InterruptedException {
    faults.during(
        "board",
        "o1",
        () -> {
          inHandler.countDown();
          try {
            gate.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    ConsistencyToken token = place("o1");
    inHandler.await();
    CountingDataSource counting = (CountingDataSource) dataSource;
    counting.reset();
    timesRead.set(0);

    read(token);

    assertThat(domain.viewFor(Board.class).exists("o1")).isTrue();
    assertThat(timesRead).hasValueGreaterThan(ROUNDS);
    assertThat(counting.statements().stream().filter(PostgresReadersIntegrationTests::isLook))
        .as(
            "before, once more when registered, each answer of the owner (seldom more than one), and after the commit")
        .hasSizeBetween(3, ROUNDS / 2);
  }

  /** Not one of an engine that takes a segment. */
  private static boolean isLook(String sql) {
    return sql.contains("union all") && sql.contains("foliot_former_segment");
  }

  /** The work may have been committed before the announcement, so each node answers it. */
  @Test
  void readerOfATopicIsWokenByTheAnswerAndByACommit() throws InterruptedException {
    Semaphore wakes = new Semaphore(0);
    Topics.Registration registration = other.topics().onCommit("foliot:thing/1", wakes::release);
    assertThat(wakes.tryAcquire(LONG.toSeconds(), TimeUnit.SECONDS)).as("the answer").isTrue();

    owner.topics().committed("foliot:thing/2");
    owner.topics().committed("foliot:thing/1");

    assertThat(wakes.tryAcquire(LONG.toSeconds(), TimeUnit.SECONDS)).as("the commit").isTrue();
    registration.close();
    assertThat(wakes.availablePermits()).isZero();
  }

  @Test
  void ownerNotifiesNobodyWhileNoReaderWaits() throws SQLException {
    List<String> notified = new ArrayList<>();
    try (Connection connection = unpooled().getConnection()) {
      connection
          .createStatement()
          .execute("listen " + SignalChannel.of(node.parts().storage().schema()).quoted());
      place("o1");
      await().until(() -> domain.viewFor(Board.class).count() == 1);
      String last = Signal.OWNERSHIP.from(owner.parts().node().name());

      owner.changed(); // sent after everything before it

      PGConnection listening = connection.unwrap(PGConnection.class);
      await()
          .until(
              () -> {
                for (PGNotification each : listening.getNotifications(100)) {
                  notified.add(each.getParameter());
                }
                return notified.contains(last)
                    && notified.stream().anyMatch(text -> text.startsWith("COMMITTED"));
              });
    }
    assertThat(notified).noneMatch(text -> text.startsWith("ADVANCED"));
  }
}

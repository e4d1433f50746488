package dev.foliot.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.foliot.shop.Shop.Board;
import dev.foliot.shop.Shop.Hop;
import dev.foliot.shop.Shop.Place;
import dev.foliot.shop.ShopTest;
import dev.foliot.testsupport.FoliotTables;
import dev.foliot.work.OwnedWork;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** R28 with all threads: engines that share, stall and stop on one database. */
class SeveralEnginesIntegrationTests extends ShopTest {
  private static final Duration AT_MOST = Duration.ofSeconds(60);
  private static final Duration LONG = Duration.ofMinutes(30);
  private static final Duration SHORT = Duration.ofMillis(600);

  private final List<EngineNode> engines = new ArrayList<>();
  private final List<CountDownLatch> latches = new ArrayList<>();

  @BeforeEach
  void severalSegments() {
    FoliotTables.forgetSubscriptions(jdbc);
  }

  @AfterEach
  void stop() {
    latches.forEach(CountDownLatch::countDown);
    engines.forEach(EngineNode::stop);
  }

  // R28
  @Test
  void eachMessageIsHandledByOneOfThem() {
    ConcurrentLinkedQueue<String> byFirst = new ConcurrentLinkedQueue<>();
    ConcurrentLinkedQueue<String> bySecond = new ConcurrentLinkedQueue<>();
    start(engine(LONG).listener(delivery -> byFirst.add(delivery.subscription())));
    start(engine(LONG).listener(delivery -> bySecond.add(delivery.subscription())));
    awaitEvenShares();

    for (int i = 0; i < 40; i++) {
      domain.process(new Place("o" + i, "p" + i, 1));
    }

    awaitOrders(40);
    await().atMost(AT_MOST).until(() -> !byFirst.isEmpty()); // reported after the commit
    await().atMost(AT_MOST).until(() -> !bySecond.isEmpty());
    assertThat(faults.calls()).doesNotHaveDuplicates();
  }

  // A node that cannot say that it lives begins nothing; another one goes on; it comes back
  @Test
  void nodeWithoutHeartbeatIsReplacedAndReturns() {
    AtomicBoolean silent = new AtomicBoolean();
    EngineNode stalling = start(engine(SHORT).heartbeats(new Silenced(dataSource, silent)));
    EngineNode other = start(engine(SHORT));
    awaitEvenShares();

    silent.set(true);
    cutHeartbeat(stalling);
    await().atMost(AT_MOST).until(() -> !stalling.status().leaseHeld());
    await().atMost(AT_MOST).until(() -> segmentsOf(other) == allSegments());
    domain.process(new Place("o1", "p1", 1));
    awaitOrders(1);
    await()
        .atMost(AT_MOST)
        .untilAsserted(() -> assertThat(stalling.status().problem()).contains("silent"));

    silent.set(false);

    awaitEvenShares();
    await().atMost(AT_MOST).until(() -> stalling.status().problem() == null);
    await().atMost(AT_MOST).until(() -> stalling.status().leaseHeld());
  }

  // The connection of the heartbeat dies; the next one cannot be opened
  private void cutHeartbeat(EngineNode engine) {
    Silenced heartbeats = (Silenced) engine.parts().node().heartbeats();
    heartbeats.cut();
  }

  // Handlers that hang in all threads, and a pool without connections, are no death
  @Test
  void heartbeatGoesOnWhileEverythingElseIsStuck() throws Exception {
    EngineNode stuck = start(engine(SHORT));
    await().atMost(AT_MOST).until(() -> segmentsOf(stuck) == allSegments());
    CountDownLatch inHandler = new CountDownLatch(1);
    CountDownLatch goOn = latch();
    faults.during("board", "o1", () -> meet(inHandler, goOn));
    domain.process(new Place("o1", "p1", 1));
    assertThat(inHandler.await(60, TimeUnit.SECONDS)).isTrue();
    List<Connection> taken = takeAllConnections();
    try {
      Connection one = taken.get(0);
      long before = leaseEnd(one);

      await().atMost(AT_MOST).until(() -> leaseEnd(one) > before + 2 * SHORT.toMillis());

      await().atMost(AT_MOST).until(() -> stuck.status().leaseHeld());
    } finally {
      for (Connection each : taken) {
        each.close();
      }
    }
    goOn.countDown();
    awaitOrders(1);
  }

  // R29: a slow batch does not keep others from what is idle
  @Test
  void stopHandsOverWhatIsIdleBeforeTheBatchInHandIsDone() throws Exception {
    EngineNode stopping = start(engine(LONG));
    await().atMost(AT_MOST).until(() -> segmentsOf(stopping) == allSegments());
    CountDownLatch inHandler = new CountDownLatch(1);
    CountDownLatch goOn = latch();
    faults.during("board", "o1", () -> meet(inHandler, goOn));
    domain.process(new Place("o1", "p1", 1));
    assertThat(inHandler.await(60, TimeUnit.SECONDS)).isTrue();
    EngineNode other = start(engine(LONG));

    Thread stop = new Thread(stopping::stop);
    stop.start();

    await().atMost(AT_MOST).until(() -> segmentsOf(other) == allSegments() - 1);
    goOn.countDown();
    stop.join();
    await().atMost(AT_MOST).until(() -> segmentsOf(other) == allSegments());
    awaitOrders(1);
    assertThat(faults.calls()).filteredOn("board o1"::equals).hasSize(1);
    assertThat(jdbc.queryForList("select node from foliot_node", String.class)).hasSize(1);
  }

  // An operator's change while the engine runs: the segments are lost, and taken again at once
  @Test
  void runningEngineTakesChangedSubscriptionAgain() {
    EngineNode engine = start(engine(LONG));
    domain.process(new Hop("c1", 1));
    await().atMost(AT_MOST).until(() -> faults.calls().contains("hopper c1 1"));
    EngineParts parts = engine.parts();
    SubscriptionStore store =
        new SubscriptionStore(parts.storage().jdbc(), parts.storage().schema());

    parts.storage().transactions().doInNew(() -> store.take("hopper"));
    engine.changed();
    domain.process(new Hop("c2", 1));

    await().atMost(AT_MOST).until(() -> faults.calls().contains("hopper c2 1"));
    await().atMost(AT_MOST).until(() -> segmentsOf(engine) == allSegments());
  }

  private EngineOf engine(Duration lease) {
    return EngineOf.like(node)
        .onlyWorks()
        .settings(settings -> EngineOf.with(settings, 5, 3, settings.pollInterval()))
        .settings(settings -> EngineOf.withLease(settings, lease));
  }

  private EngineNode start(EngineOf like) {
    EngineNode engine = like.node();
    engines.add(engine);
    engine.start();
    return engine;
  }

  private CountDownLatch latch() {
    CountDownLatch latch = new CountDownLatch(1);
    latches.add(latch);
    return latch;
  }

  private static void meet(CountDownLatch here, CountDownLatch goOn) {
    here.countDown();
    try {
      assertThat(goOn.await(60, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private int allSegments() {
    return 3 * node.parts().deliveries().handlers().subscriptions().size();
  }

  private static int segmentsOf(EngineNode engine) {
    return engine.status().subscriptions().size();
  }

  private int works() {
    EngineParts parts = node.parts();
    return (int) parts.works().of(parts).stream().filter(OwnedWork.class::isInstance).count();
  }

  /** Works make up for segments, and an odd number leaves one over. */
  private void awaitEvenShares() {
    await()
        .atMost(AT_MOST)
        .until(
            () ->
                engines.stream().mapToInt(SeveralEnginesIntegrationTests::segmentsOf).sum()
                        == allSegments()
                    && engines.stream()
                        .allMatch(
                            each -> Math.abs(2 * segmentsOf(each) - allSegments()) <= works() + 1));
  }

  private void awaitOrders(int count) {
    await().atMost(AT_MOST).until(() -> domain.viewFor(Board.class).count() == count);
  }

  private List<Connection> takeAllConnections() throws SQLException {
    List<Connection> taken = new ArrayList<>();
    for (int i = 0; i < 17; i++) {
      taken.add(dataSource.getConnection());
    }
    return taken;
  }

  private static long leaseEnd(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        var row = statement.executeQuery("select max(lease_until) from foliot_node")) {
      row.next();
      return row.getObject(1, OffsetDateTime.class).toInstant().toEpochMilli();
    }
  }

  /** A way to the database that can be cut. */
  private static final class Silenced extends DelegatingDataSource {
    private final AtomicBoolean silent;
    private final List<Connection> open = new ArrayList<>();

    Silenced(DataSource target, AtomicBoolean silent) {
      super(target);
      this.silent = silent;
    }

    @Override
    public synchronized Connection getConnection() throws SQLException {
      if (silent.get()) {
        throw new SQLException("silent");
      }
      Connection connection = super.getConnection();
      open.add(connection);
      return connection;
    }

    synchronized void cut() {
      for (Connection connection : open) {
        try {
          connection.close();
        } catch (SQLException e) {
          throw new IllegalStateException(e);
        }
      }
    }
  }
}

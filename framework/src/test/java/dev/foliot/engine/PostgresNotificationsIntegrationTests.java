package dev.foliot.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.foliot.shop.Shop.Board;
import dev.foliot.shop.Shop.Place;
import dev.foliot.shop.ShopTest;
import dev.foliot.testsupport.CountingDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * R30 across nodes: whoever polls once an hour delivers at once what another node commits. The
 * nodes share nothing but the database; the application itself is a node without an engine.
 */
@EnabledIfSystemProperty(named = "foliot.test.database", matches = "postgres")
class PostgresNotificationsIntegrationTests extends ShopTest {
  private static final Duration NEVER = Duration.ofHours(1);

  private final List<EngineNode> started = new ArrayList<>();
  private EngineNode web;

  @BeforeEach
  void tellFromTheApplication() {
    web = EngineOf.copy(node, settings -> EngineOf.withNotifications(settings, NEVER));
    node.onCommit(List.of(web));
  }

  @AfterEach
  void stop() {
    node.onCommit(List.of());
    started.forEach(EngineNode::stop);
  }

  private EngineNode start() {
    EngineNode engine =
        EngineOf.like(node)
            .heartbeats(unpooled())
            .settings(settings -> EngineOf.withNotifications(settings, NEVER))
            .node();
    started.add(engine);
    engine.start();
    return engine;
  }

  private DriverManagerDataSource unpooled() {
    try (var connection = dataSource.getConnection()) {
      return new DriverManagerDataSource(connection.getMetaData().getURL(), "postgres", "postgres");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void commitOfAnotherNodeIsDeliveredAtOnce() {
    EngineNode engine = start();
    await().until(engine::hearsOthers);

    domain.process(new Place("o1", "p1", 1));

    await().until(() -> domain.viewFor(Board.class).count() == 1);
  }

  @Test
  void listenerThatIsKilledLooksWhenItIsBack() {
    EngineNode engine = start();
    await().until(engine::hearsOthers);
    node.onCommit(List.of()); // nobody tells
    domain.process(new Place("o1", "p1", 1));

    jdbc.queryForList(
        "select pg_terminate_backend(pid) from pg_stat_activity where query like 'listen%' and datname = current_database()");

    await().until(() -> domain.viewFor(Board.class).count() == 1);
    await().until(engine::hearsOthers);
  }

  // NOTIFY in a user's transaction would make all transactions commit one after another
  @Test
  void othersAreToldAfterTheTransaction() {
    CountingDataSource counting = (CountingDataSource) dataSource; // no engine notifies meanwhile
    List<String> untilCommit = new ArrayList<>();
    node.onCommit(List.of(messages -> untilCommit.addAll(counting.statements()), web));
    web.tellOthers(); // notifications of an earlier test are sent before this one
    await().until(() -> counting.statements().stream().anyMatch(this::notifies));
    counting.reset();

    domain.process(new Place("o1", "p1", 1));

    assertThat(untilCommit).anyMatch(sql -> sql.contains("insert into")).noneMatch(this::notifies);
    await().until(() -> counting.statements().stream().anyMatch(this::notifies));
  }

  private boolean notifies(String sql) {
    return sql.toLowerCase(Locale.ROOT).contains("notify");
  }

  @Test
  void nodesThatMayNotTellNeverListen() {
    EngineNode quiet = EngineOf.copy(node, settings -> settings);
    started.add(quiet);
    await("the sessions of other tests end").until(() -> listeners().isEmpty());

    quiet.start();

    domain.process(new Place("o1", "p1", 1));
    await().until(() -> domain.viewFor(Board.class).count() == 1);
    assertThat(quiet.hearsOthers()).isFalse();
    assertThat(listeners()).isEmpty();
  }

  private List<Integer> listeners() {
    return jdbc.queryForList(
        "select pid from pg_stat_activity where query like 'listen%' and datname = current_database()",
        Integer.class);
  }

  // the end of a hole may be a rollback, which nobody tells
  @Test
  void pollsStayFrequentWhileAHoleIsOpen() throws SQLException {
    AtomicLong nanos = new AtomicLong();
    EngineParts parts = node.parts();
    EngineNode quiet = EngineOf.like(node).nanoTime(nanos::get).node();
    Membership member = quiet.join(each -> {}, () -> 0.5);
    PollPause told = new PollPause(parts.settings().pollInterval(), () -> true);
    RunUntilStopped run = new RunUntilStopped(member, parts.settings(), told, quiet.parts().node());
    try (Connection other = unpooled().getConnection()) {
      idle(run, nanos, Duration.ofSeconds(10));
      assertThat(readsOfTheLog(() -> idle(run, nanos, Duration.ofSeconds(1)))).isLessThan(2);

      other.setAutoCommit(false);
      other.createStatement().execute("lock table foliot_message in row exclusive mode");
      other
          .createStatement()
          .execute("select nextval(pg_get_serial_sequence('foliot_message', 'position'))");
      domain.process(new Place("o1", "p1", 1));
      long head = member.open().feed().head();
      run.step(true);
      assertThat(member.open().feed().head()).isEqualTo(head);
      assertThat(readsOfTheLog(() -> idle(run, nanos, Duration.ofSeconds(1)))).isGreaterThan(3);

      other.rollback();
      idle(run, nanos, Duration.ofMillis(200));
      assertThat(member.open().feed().head()).isGreaterThan(head);
    } finally {
      run.stop();
    }
  }

  private static void idle(RunUntilStopped run, AtomicLong nanos, Duration time) {
    for (long passed = 0; passed < time.toMillis(); passed += 100) {
      nanos.addAndGet(Duration.ofMillis(100).toNanos());
      run.step(false);
    }
  }

  private long readsOfTheLog(Runnable work) {
    CountingDataSource counting = (CountingDataSource) dataSource;
    counting.reset();
    work.run();
    return counting.statements().stream().filter(sql -> sql.contains("bytes_before")).count();
  }
}

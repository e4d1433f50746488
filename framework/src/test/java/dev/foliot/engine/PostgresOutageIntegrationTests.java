package dev.foliot.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.foliot.EngineRun;
import dev.foliot.handler.Delivery.Outcome;
import dev.foliot.shop.Shop.Board;
import dev.foliot.shop.Shop.Place;
import dev.foliot.shop.Shop.Receive;
import dev.foliot.shop.ShopTest;
import dev.foliot.testsupport.TestDatabases;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Connections that die, and a database that goes away and comes back: nothing lost, nothing twice.
 */
class PostgresOutageIntegrationTests extends ShopTest {

  // R24: the connection dies between the handler's write and the checkpoint
  @Test
  void deathBetweenWriteAndCheckpointLeavesNeither() {
    domain.process(new Receive("p1", 10));
    domain.process(new Place("o1", "p1", 2));
    AtomicBoolean once = new AtomicBoolean(true);
    faults.during("reservation", "o1", () -> killConnection(once));

    EngineRun run = engine().run();

    assertThat(run.steps())
        .filteredOn(step -> step.subscription().equals("reservation"))
        .extracting(Step::attempt, Step::outcome)
        .containsExactly(tuple(1, Outcome.HANDLED));
    assertThat(
            jdbc.queryForObject(
                "select count(*) from foliot_message where type = 'reserved'", Long.class))
        .isEqualTo(1);
    assertThat(domain.viewFor(Board.class).get("o1").status()).isEqualTo("reserved");
  }

  // R25: idle_in_transaction_session_timeout, when the whole process stood still for so long
  @Test
  void transactionThatTheServerGaveUpIsNoAttempt() {
    domain.process(new Place("o1", "p1", 2));
    AtomicBoolean once = new AtomicBoolean(true);
    faults.during("board", "o1", () -> idleForTooLong(once));

    EngineRun run = engine().run();

    assertThat(run.steps())
        .filteredOn(step -> step.subscription().equals("board-projector"))
        .extracting(Step::attempt, Step::outcome)
        .containsExactly(tuple(1, Outcome.HANDLED));
  }

  private void idleForTooLong(AtomicBoolean once) {
    if (once.getAndSet(false)) {
      Integer pid = jdbc.queryForObject("select pg_backend_pid()", Integer.class);
      jdbc.execute("set idle_in_transaction_session_timeout = '10ms'");
      JdbcTemplate server = new JdbcTemplate(TestDatabases.postgres());
      await()
          .until(
              () ->
                  server
                      .queryForList("select pid from pg_stat_activity where pid = ?", pid)
                      .isEmpty());
    }
  }

  // R20: a subscription is registered at the log's end while a transaction is open below it
  @Test
  void registrationAtTheEndHidesNoOpenTransactionFromOthers() throws Exception {
    jdbc.update("delete from foliot_subscription where name = 'reservation'");
    jdbc.update("delete from foliot_segment where subscription = 'reservation'");
    jdbc.update("delete from foliot_checkpoint where subscription = 'reservation'");
    try (Connection open = dataSource.getConnection()) {
      open.setAutoCommit(false);
      domain.process(new Place("late", "p1", 1));
      try (Statement statement = open.createStatement()) {
        statement.execute(
            "insert into foliot_message (kind, category, stream, stream_version, id, type, type_version, priority, lane, delivered_synchronously, payload, metadata, occurred_at, correlation_id) select kind, category, 'open', 1, gen_random_uuid(), type, type_version, priority, lane, false, replace(payload, 'late', 'open'), metadata, occurred_at, correlation_id from foliot_message");
      }
      domain.process(new Place("head", "p1", 1));
      node.register();

      engine().run();
      open.commit();
    }

    engine().run();

    assertThat(domain.viewFor(Board.class).findAll())
        .extracting(Board::orderId)
        .containsExactlyInAnyOrder("late", "open", "head");
  }

  // The engine runs, its database refuses and drops every connection, and returns
  @Test
  void engineRecoversByItselfWhenDatabaseReturns() {
    EngineNode running =
        EngineOf.copy(node, settings -> EngineOf.with(settings, 500, 1, Duration.ofMillis(20)));
    String database = jdbc.queryForObject("select current_database()", String.class);
    JdbcTemplate server = new JdbcTemplate(TestDatabases.postgres());
    try {
      running.start();
      domain.process(new Place("before", "p1", 1));
      server.execute("alter database " + database + " with allow_connections false");
      server.queryForList(
          "select pg_terminate_backend(pid) from pg_stat_activity where datname = ?", database);
      assertThatThrownBy(() -> domain.process(new Place("meanwhile", "p1", 1)))
          .isInstanceOf(RuntimeException.class);
      awaitProblem(running);

      server.execute("alter database " + database + " with allow_connections true");
      processWhenPossible(new Place("after", "p1", 1));
      awaitRows("before", "after");

      await().atMost(Duration.ofSeconds(60)).until(() -> running.status().problem() == null);
    } finally {
      server.execute("alter database " + database + " with allow_connections true");
      running.stop();
    }
  }

  /** The engine notices at its next look; each turn of this loop asks the engine, so it ends. */
  private static void awaitProblem(EngineNode running) {
    await().atMost(Duration.ofSeconds(60)).until(() -> running.status().problem() != null);
  }

  /** The pool may still hold dead connections. */
  private void processWhenPossible(Object command) {
    await()
        .atMost(Duration.ofSeconds(60))
        .ignoreExceptions()
        .until(
            () -> {
              domain.process(command);
              return true;
            });
  }

  /** A delivery whose connection died may have been an attempt, so the clock goes on. */
  private void awaitRows(String... orders) {
    await()
        .atMost(Duration.ofSeconds(60))
        .ignoreExceptions()
        .untilAsserted(
            () -> {
              clock.advance(Duration.ofSeconds(1));
              assertThat(domain.viewFor(Board.class).findAll())
                  .extracting(Board::orderId)
                  .containsExactlyInAnyOrder(orders);
              assertThat(jdbc.queryForObject("select count(*) from foliot_held", Long.class))
                  .isZero();
            });
  }

  private void killConnection(AtomicBoolean once) {
    if (once.getAndSet(false)) {
      jdbc.execute("select pg_terminate_backend(pg_backend_pid())");
    }
  }
}

package dev.foliot.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import dev.foliot.Domain;
import dev.foliot.crash.Counters.Count;
import dev.foliot.testsupport.TestDatabases;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * R28: a process that SIGSTOP halts in the middle of a transaction holds up no other node for
 * longer than its lease and the limit of the database for idle transactions.
 */
class PostgresStalledNodesIntegrationTests {
  private static final Duration AT_MOST = Duration.ofSeconds(90);

  /** A lock that the test takes alone, and the nodes together. */
  private static final int GATE = 4711;

  @TempDir Path folder;

  private HikariDataSource database;
  private WritingNode writer;
  private Ledger ledger;
  private JdbcTemplate jdbc;
  private Connection gate;
  private int written;
  private String gated = "nothing";

  @BeforeEach
  void startWriter() throws SQLException {
    database = TestDatabases.postgres().unwrap(HikariDataSource.class);
    jdbc = new JdbcTemplate(database);
    writer = new WritingNode(database);
    ledger = writer.ledger();
    gate = database.getConnection();
  }

  @AfterEach
  void stopWriter() throws SQLException {
    gate.close();
    writer.close();
  }

  @Test
  void survivorTakesOverFromANodeThatStoppedBeforeItsCommit() throws Exception {
    gated = "noting";
    waitAtTheGate(
        "update on foliot_checkpoint",
        "new.subscription = 'noting' and new.position > old.position");

    assertSurvivorGoesOn(database.getJdbcUrl());
  }

  @Test
  void survivorTakesOverFromANodeThatStoppedWhileItRelayed() throws Exception {
    waitAtTheGate("update on foliot_outbox", "new.status = 'published'");

    assertSurvivorGoesOn(database.getJdbcUrl());
  }

  /** As the guide says: only the application knows how long its handlers may be idle. */
  @Test
  void survivorTakesOverFromANodeThatStoppedInAHandlerIfTheDatabaseHasALimit() throws Exception {
    gated = "summing";
    waitAtTheGate("insert or update on group_sum", "new.total > 0");

    assertSurvivorGoesOn(
        database.getJdbcUrl() + "&options=-c%20idle_in_transaction_session_timeout=2000");
  }

  /** Its row is locked by then. */
  private void waitAtTheGate(String statement, String condition) {
    jdbc.execute(
        """
        create function wait_at_the_gate() returns trigger language plpgsql as $$
        begin
          perform pg_advisory_xact_lock_shared(%s);
          return null;
        end $$"""
            .formatted(GATE));
    jdbc.execute(
        "create trigger gate after %s for each row when (%s) execute function wait_at_the_gate()"
            .formatted(statement, condition));
  }

  private void assertSurvivorGoesOn(String url) throws Exception {
    try (var launcher = new NodeLauncher(folder, url)) {
      NodeProcess first = launch(launcher);
      write();
      awaitBalance(launcher);

      close();
      write();
      awaitWaiting();
      first.stall();
      open();
      NodeProcess survivor = launch(launcher);
      awaitBalance(launcher);

      first.resume();
      survivor.kill();
      write();
      awaitBalance(launcher);
    }
  }

  private static NodeProcess launch(NodeLauncher launcher) {
    NodeProcess node = launcher.launch(Map.of());
    node.awaitReady(AT_MOST);
    return node;
  }

  private void write() {
    Domain domain = writer.domain();
    for (int i = 0; i < 5; i++) {
      domain.process(new Count("c" + i, "g" + written++ % 2, false));
    }
  }

  private void close() throws SQLException {
    query("select pg_advisory_lock(%s)");
  }

  private void open() throws SQLException {
    query("select pg_advisory_unlock(%s)");
  }

  private void query(String sql) throws SQLException {
    try (var statement = gate.createStatement()) {
      statement.execute(sql.formatted(GATE));
    }
  }

  /** Nothing but what waits there is in a transaction. */
  private void awaitWaiting() {
    await("a node waits at the gate")
        .atMost(AT_MOST)
        .untilAsserted(
            () -> {
              assertThat(
                      count(
                          "pg_locks where locktype = 'advisory' and objid = %s and not granted"
                              .formatted(GATE)))
                  .isEqualTo(1);
              assertThat(ledger.imbalances()).allMatch(each -> each.startsWith(gated));
              assertThat(
                      count(
                          "pg_stat_activity where state = 'idle in transaction' and datname = current_database()"))
                  .isZero();
            });
  }

  private int count(String rows) {
    return jdbc.queryForObject("select count(*) from " + rows, Integer.class);
  }

  private void awaitBalance(NodeLauncher launcher) {
    try {
      await()
          .atMost(AT_MOST)
          .untilAsserted(
              () -> {
                assertThat(ledger.imbalances()).isEmpty();
                assertThat(ledger.unfinished()).isEmpty();
              });
    } catch (ConditionTimeoutException tooLong) {
      throw new AssertionError(
          String.join("\n", tooLong.getMessage(), ledger.progress(), launcher.logs()), tooLong);
    }
    assertThat(ledger.contradictions()).isEmpty();
  }
}

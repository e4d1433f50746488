package dev.foliot.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import dev.foliot.crash.Counters.LastVersion;
import dev.foliot.rebuild.RebuildReport;
import dev.foliot.rebuild.RebuildStatus;
import dev.foliot.rebuild.Rebuilds;
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
 * R24 and R28: SIGKILL in a transaction of a rebuild. Another process goes on where the last commit
 * was, and the rows are those of the events. The projector notes each event whose turn it is not.
 */
class PostgresKilledRebuildIntegrationTests {
  private static final Duration AT_MOST = Duration.ofSeconds(90);
  private static final int EVENTS = 400;
  private static final int BATCH = 20;

  /** A lock that the test takes alone, and the nodes together. */
  private static final int GATE = 4711;

  @TempDir Path folder;

  private String url;
  private WritingNode writer;
  private Rebuilds rebuilds;
  private JdbcTemplate jdbc;
  private Connection gate;
  private NodeLauncher launcher;

  @BeforeEach
  void startWriter() throws SQLException {
    var database = TestDatabases.postgres().unwrap(HikariDataSource.class);
    url = database.getJdbcUrl();
    jdbc = new JdbcTemplate(database);
    writer = new WritingNode(database);
    rebuilds = writer.domain().rebuilds();
    gate = database.getConnection();
    launcher = new NodeLauncher(folder, url);
  }

  @AfterEach
  void stopAll() throws SQLException {
    launcher.close();
    gate.close();
    writer.close();
  }

  @Test
  void survivorGoesOnWithBatchOfKilledNode() throws Exception {
    waitAtTheGate(
        "foliot_rebuild_segment",
        "old.position < %1$s and new.position >= %1$s".formatted(EVENTS / 2));

    NodeProcess first = rebuildUntilTheGate();
    long position = position();
    launch();
    kill(first);

    assertThat(position).isBetween((long) BATCH, EVENTS / 2L - 1);
    assertRebuiltOnce();
  }

  @Test
  void restartedNodeGoesOnWithItsBatch() throws Exception {
    waitAtTheGate(
        "foliot_rebuild_segment",
        "old.position < %1$s and new.position >= %1$s".formatted(EVENTS / 2));

    kill(rebuildUntilTheGate());
    writer.write(20);
    long position = position();
    launch();

    assertThat(position).isBetween((long) BATCH, EVENTS / 2L - 1);
    assertRebuiltOnce();
  }

  // the tables are exchanged by then, and the last events handled; the commit alone is missing
  @Test
  void survivorSwitchesInsteadOfKilledNode() throws Exception {
    waitAtTheGate("foliot_rebuild_segment", "old.is_open and not new.is_open");

    NodeProcess first = rebuildUntilTheGate();
    launch();
    kill(first);

    assertRebuiltOnce();
  }

  private void waitAtTheGate(String table, String condition) {
    jdbc.execute(
        """
        create function wait_at_the_gate() returns trigger language plpgsql as $$
        begin
          perform pg_advisory_xact_lock_shared(%s);
          return null;
        end $$"""
            .formatted(GATE));
    jdbc.execute(
        "create trigger gate after update on %s for each row when (%s) execute function wait_at_the_gate()"
            .formatted(table, condition));
  }

  /** Its transaction has done everything but the commit when this returns. */
  @SuppressWarnings("try") // the node before is only closed
  private NodeProcess rebuildUntilTheGate() throws SQLException {
    try (var ignored = Counters.start(CrashNode.pool(url, 10), "before", Map.of())) {
      writer.write(EVENTS / 2); // each of them is echoed
      writer.awaitBalance();
    }
    query("select pg_advisory_lock(%s)");

    rebuilds.start(LastVersion.class);
    NodeProcess node = launch(); // it looks for rebuilds when it starts, and then seldom
    await("the rebuild waits at the gate")
        .atMost(AT_MOST)
        .until(
            () ->
                count(
                        "pg_locks where locktype = 'advisory' and objid = %s and not granted"
                            .formatted(GATE))
                    == 1);
    writer.write(20);
    return node;
  }

  /** The server rolls its transaction back when it finds out. */
  private void kill(NodeProcess node) throws SQLException {
    node.kill();
    query("select pg_advisory_unlock(%s)");
    await()
        .atMost(AT_MOST)
        .until(() -> count("pg_locks where locktype = 'advisory' and objid = " + GATE) == 0);
  }

  private NodeProcess launch() {
    NodeProcess node =
        launcher.launch(
            Map.of("foliot.rebuild.batch-size", "" + BATCH, "foliot.rebuild.load", "100"));
    node.awaitReady(AT_MOST);
    return node;
  }

  private void assertRebuiltOnce() {
    try {
      await()
          .atMost(AT_MOST)
          .until(() -> rebuilds.list().get(0).status() == RebuildStatus.SWITCHED);
    } catch (ConditionTimeoutException tooLong) {
      throw new AssertionError(rebuilds.list() + launcher.logs(), tooLong);
    }
    writer.write(20);
    writer.awaitBalance(); // no version was missed or came twice, in neither table

    RebuildReport report = rebuilds.list().get(0);
    assertThat(rebuilds.list()).hasSize(1);
    assertThat(report.handled())
        .isEqualTo(
            count(
                "foliot_message where type in ('counted', 'echoed') and position <= "
                    + position()));
    assertThat(
            jdbc.queryForList(
                """
                select stream, max(stream_version) from foliot_message
                where type in ('counted', 'echoed') group by stream
                except select stream, version from last_version"""))
        .isEmpty();
    assertThat(count("last_version"))
        .isEqualTo(
            jdbc.queryForObject(
                "select count(distinct stream) from foliot_message where type in ('counted', 'echoed')",
                Long.class));
  }

  private long position() {
    return jdbc.queryForObject("select min(position) from foliot_rebuild_segment", Long.class);
  }

  private void query(String sql) throws SQLException {
    try (var statement = gate.createStatement()) {
      statement.execute(sql.formatted(GATE));
    }
  }

  private long count(String rows) {
    return jdbc.queryForObject("select count(*) from " + rows, Long.class);
  }
}

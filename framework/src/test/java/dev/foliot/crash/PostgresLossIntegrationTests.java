package dev.foliot.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.foliot.engine.EngineNode;
import dev.foliot.testsupport.TcpProxy;
import dev.foliot.testsupport.TestDatabases;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLTransientConnectionException;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The database cannot be reached, does not answer, has no room or no connection: a node keeps its
 * promises, blames no message, and goes on by itself when the database does.
 */
class PostgresLossIntegrationTests {
  private static final Duration AT_MOST = Duration.ofSeconds(60);

  private static HikariDataSource database;
  private static WritingNode writer;
  private static JdbcTemplate jdbc;

  private final List<AutoCloseable> opened = new ArrayList<>();
  private TcpProxy network;

  @BeforeAll
  static void startWriter() throws Exception {
    database = TestDatabases.postgres().unwrap(HikariDataSource.class);
    writer = new WritingNode(database);
    jdbc = new JdbcTemplate(database);
  }

  @AfterAll
  static void stopWriter() {
    writer.close();
  }

  @AfterEach
  void closeAll() throws Exception {
    for (int i = opened.size() - 1; i >= 0; i--) {
      opened.get(i).close();
    }
  }

  @Test
  void goesOnWhenNetworkThatWasCutIsBack() {
    EngineNode node = startNode("");
    writer.write(20);
    writer.awaitBalance();

    network.cut();
    writer.write(20);
    awaitProblem(node);
    network.restore();

    writer.awaitBalance();
    await().atMost(AT_MOST).until(() -> node.status().problem() == null);
  }

  // The server is silent, in the middle of a statement too: only the socket's time-out ends it
  @Test
  void goesOnWhenNetworkThatFellSilentIsBack() {
    EngineNode node = startNode("&socketTimeout=5&connectTimeout=5");
    writer.write(20);
    writer.awaitBalance();

    network.fallSilent();
    writer.write(20);
    awaitProblem(node);
    network.restore();

    writer.awaitBalance();
  }

  // A connection dies silently before its commit: its rows stay locked until the server gives up
  @Test
  void goesOnWhenServerGivesUpConnectionThatFellSilentBeforeItsCommit() {
    startNode(
        "&socketTimeout=5&connectTimeout=5&prepareThreshold=0"); // Foliot sets the server's limit
    writer.write(20);
    writer.awaitBalance();

    network.fallSilentBefore("COMMIT");
    writer.write(20);
    await().atMost(AT_MOST).until(network::hasFallenSilent);

    writer.awaitBalance();
  }

  // As a full disk answers: SQL state 53100 for every write of handlers and of Foliot's own rows
  @Test
  void goesOnWhenDiskHasRoomAgain() {
    EngineNode node = startNode("");
    writer.write(20);
    writer.awaitBalance();

    fillDisk("effect", "foliot_checkpoint", "foliot_held");
    writer.write(20);
    awaitRefusals(20);
    emptyDisk("effect", "foliot_checkpoint", "foliot_held");

    writer.awaitBalance();
    assertThat(node.isRunning()).isTrue();
  }

  // Only the handlers' rows find no room, Foliot's own do
  @Test
  void parksNothingWhileDiskOfHandlersIsFull() {
    startNode("");
    writer.write(20);
    writer.awaitBalance();

    fillDisk("effect");
    writer.write(20);
    awaitRefusals(60);
    emptyDisk("effect");

    writer.awaitBalance();
  }

  @Test
  void goesOnWhenPoolHasConnectionsAgain() throws Exception {
    startNode("", Duration.ofSeconds(6)); // a thread of the node may stand still for seconds
    writer.write(20);
    writer.awaitBalance();
    HikariDataSource pool = (HikariDataSource) opened.get(1);

    List<Connection> taken = takeAll(pool);
    List<Long> tokens = tokens();
    writer.write(20);
    awaitHeartbeats(Duration.ofSeconds(1));
    assertThat(pool.getHikariPoolMXBean().getIdleConnections()).isZero();
    for (Connection each : taken) {
      each.close();
    }

    writer.awaitBalance();
    assertThat(tokens()).as("the node kept what it owns").isEqualTo(tokens);
  }

  private static List<Long> tokens() {
    return jdbc.queryForList("select token from foliot_segment order by 1", Long.class);
  }

  /** The node's lease is prolonged by so much. */
  private static void awaitHeartbeats(Duration more) {
    Timestamp until =
        jdbc.queryForObject("select max(lease_until) from foliot_node", Timestamp.class);
    await()
        .atMost(AT_MOST)
        .until(
            () ->
                jdbc.queryForObject(
                    "select count(*) from foliot_node where lease_until > ?",
                    Long.class,
                    Timestamp.from(until.toInstant().plus(more))),
            prolonged -> prolonged > 0);
  }

  /** All of the pool: the node has connections of its own for its heartbeat and to listen. */
  private static List<Connection> takeAll(HikariDataSource pool) {
    List<Connection> taken = new ArrayList<>();
    await()
        .pollInSameThread()
        .pollDelay(Duration.ZERO)
        .atMost(AT_MOST)
        .ignoreException(SQLTransientConnectionException.class)
        .until(
            () -> {
              while (taken.size() < pool.getMaximumPoolSize()) {
                taken.add(pool.getConnection());
              }
              return true;
            });
    return taken;
  }

  private EngineNode startNode(String settings) {
    return startNode(settings, Counters.LEASE);
  }

  private EngineNode startNode(String settings, Duration lease) {
    URI server = URI.create(database.getJdbcUrl().substring("jdbc:".length()));
    network = new TcpProxy(server.getHost(), server.getPort());
    opened.add(network);
    var config = new HikariConfig();
    config.setJdbcUrl(
        "jdbc:postgresql://localhost:%d%s?user=postgres%s"
            .formatted(network.port(), server.getPath(), settings));
    config.setMaximumPoolSize(10);
    config.setMinimumIdle(0);
    config.setValidationTimeout(500);
    var pool = new HikariDataSource(config);
    opened.add(pool);
    var context =
        Counters.start(
            pool,
            "node",
            Map.of(
                "foliot.engine.batch-size", "7", "foliot.engine.lease", lease.toMillis() + "ms"));
    opened.add(context);
    pool.getHikariConfigMXBean().setConnectionTimeout(1_000);
    return context.getBean(EngineNode.class);
  }

  private static void awaitProblem(EngineNode node) {
    await().atMost(AT_MOST).until(() -> node.status().problem() != null);
  }

  private static void fillDisk(String... tables) {
    jdbc.execute("create sequence refusals");
    jdbc.execute(
        """
        create function refuse() returns trigger language plpgsql as $$
        begin
          perform nextval('refusals');
          raise exception 'could not extend file: No space left on device' using errcode = '53100';
        end $$""");
    for (String table : tables) {
      jdbc.execute(
          "create trigger full_disk before insert or update on %s for each statement execute function refuse()"
              .formatted(table));
    }
  }

  private static void awaitRefusals(long atLeast) {
    await()
        .atMost(AT_MOST)
        .until(() -> jdbc.queryForObject("select last_value from refusals", Long.class) >= atLeast);
  }

  private static void emptyDisk(String... tables) {
    for (String table : tables) {
      jdbc.execute("drop trigger full_disk on " + table);
    }
    jdbc.execute("drop function refuse()");
    jdbc.execute("drop sequence refusals");
  }
}

package dev.foliot.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.foliot.engine.EngineNode;
import dev.foliot.testsupport.TcpProxy;
import dev.foliot.testsupport.TestDatabases;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * A proxy between a node and its database accepts connections and is silent for ever on each of
 * them, as a load balancer without a server does. The URL has no time-outs.
 */
class PostgresSilentNetworkIntegrationTests {
  private static final Duration AT_MOST = Duration.ofSeconds(60);

  /** The first that a client says: whether the server knows TLS. */
  private static final String BEFORE_LOGIN = "\u0004\u00d2\u0016\u002f";

  private static final String DURING_LOGIN = "client_encoding";
  private static final String AFTER_LOGIN = "lease_until";

  private static HikariDataSource database;
  private static WritingNode writer;
  private static JdbcTemplate jdbc;

  private TcpProxy network;
  private HikariDataSource pool;
  private AnnotationConfigApplicationContext node;

  @BeforeAll
  static void startWriter() {
    database = (HikariDataSource) TestDatabases.postgres();
    writer = new WritingNode(database);
    jdbc = new JdbcTemplate(database);
  }

  @AfterAll
  static void stopWriter() {
    writer.close();
  }

  @AfterEach
  void closeAll() {
    network.close();
    node.close();
    pool.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {BEFORE_LOGIN, DURING_LOGIN, AFTER_LOGIN})
  void nodeGoesOnWhenItsConnectionsFellSilent(String when) {
    start("5");
    writer.write(10);
    writer.awaitBalance();

    network.fallSilentAlwaysBefore(when);
    endSessions();
    writer.write(10);
    await().atMost(AT_MOST).until(() -> !engine().status().leaseHeld());
    await().atMost(AT_MOST).until(() -> engine().status().problem() != null);
    network.restore();

    writer.awaitBalance();
    await().atMost(AT_MOST).until(() -> engine().status().leaseHeld());
    assertThat(engine().whyDead()).isEmpty();
  }

  // Nothing of it ever ends: neither the heartbeat, nor a delivery, nor what reads the log
  @Test
  void stopsInTimeWhileNewConnectionsAreSilent() {
    start("0");
    writer.write(10);
    writer.awaitBalance();

    network.fallSilentAlwaysBefore(DURING_LOGIN);
    endSessions();
    await().atMost(AT_MOST).until(() -> !engine().status().leaseHeld());

    assertTimeoutPreemptively(Duration.ofSeconds(60), () -> engine().stop());
  }

  @Test
  void stopsInTimeWhileEveryConnectionFellSilentInItsWork() {
    start("0");
    writer.write(10);
    writer.awaitBalance();

    network.fallSilent();
    writer.write(10);
    await().atMost(AT_MOST).until(() -> !engine().status().leaseHeld());

    assertTimeoutPreemptively(Duration.ofSeconds(60), () -> engine().stop());
  }

  @Test
  void isDeadWhenSilenceLastsForAMultipleOfTheLease() {
    start("5");
    network.fallSilent();

    await().atMost(AT_MOST).until(() -> engine().isDead());
    assertThat(engine().whyDead()).hasValueSatisfying(this::namesHeartbeat);
    network.restore();

    await().atMost(AT_MOST).until(() -> !engine().isDead());
  }

  private void namesHeartbeat(String problem) {
    assertThat(problem)
        .isEqualTo(
            "The heartbeat has not reached the database for PT12S, 12 times foliot.engine.lease: nothing is delivered. If the database can be reached, start the application again.");
  }

  private EngineNode engine() {
    return node.getBean(EngineNode.class);
  }

  private void start(String socketTimeout) {
    URI server = URI.create(database.getJdbcUrl().substring("jdbc:".length()));
    network = new TcpProxy(server.getHost(), server.getPort());
    var config = new HikariConfig();
    config.setJdbcUrl(
        "jdbc:postgresql://localhost:%d%s?user=postgres&ApplicationName=node"
            .formatted(network.port(), server.getPath()));
    config.addDataSourceProperty("socketTimeout", socketTimeout);
    config.setMinimumIdle(0);
    config.setValidationTimeout(500);
    pool = new HikariDataSource(config);
    node = Counters.start(pool, "node", Map.of("foliot.engine.shutdown-timeout", "1s"));
    pool.getHikariConfigMXBean().setConnectionTimeout(1_000);
  }

  private static void endSessions() {
    jdbc.queryForList(
        "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'node' and datname = current_database()");
  }
}

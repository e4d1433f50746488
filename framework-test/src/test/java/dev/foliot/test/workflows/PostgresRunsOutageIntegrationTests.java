package dev.foliot.test.workflows;

import static dev.foliot.test.workflows.Nodes.LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import dev.foliot.test.postgres.PostgresDatabase;
import dev.foliot.test.postgres.PostgresServer;
import dev.foliot.test.workflows.Nodes.Node;
import dev.foliot.workflow.RunStatus;
import dev.foliot.workflow.WorkflowContext;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** The database goes away for long, and comes back: runs go on, and nothing is doubled (R59). */
class PostgresRunsOutageIntegrationTests {
  private final PostgresDatabase database = PostgresServer.shared().newDatabase();
  private final JdbcTemplate server = jdbc(PostgresServer.shared().newDatabase());
  private final Nodes nodes = new Nodes(RunDatabase.of(database));

  private static JdbcTemplate jdbc(PostgresDatabase database) {
    return new JdbcTemplate(
        new DriverManagerDataSource(database.jdbcUrl(), database.username(), database.password()));
  }

  @AfterEach
  void end() {
    nodes.close();
  }

  @Test
  void runsGoOnAfterALongOutage() throws Exception {
    Node node = nodes.running(Nodes.SHORT_LEASE);
    CountDownLatch inStep = new CountDownLatch(1);
    CountDownLatch leave = new CountDownLatch(1);
    node.scripted.code =
        (ctx, input) -> {
          switch (input) {
            case "executes" ->
                ctx.step(
                    "long",
                    step -> {
                      inStep.countDown();
                      leave.await(120, TimeUnit.SECONDS);
                    });
            case "sleeps" -> ctx.wait("pause", Duration.ofSeconds(3));
            default -> ctx.<String>createCallback("answer", String.class).get();
          }
          return reserve(ctx, input);
        };
    node.context.getBean(dev.foliot.Domain.class).process(new Stock.Receive("p"));
    List<String> runs = List.of("sleeps", "waits", "executes");
    runs.forEach(node::start);
    assertThat(inStep.await(120, TimeUnit.SECONDS)).isTrue();
    await().atMost(LONG).until(() -> node.handle("waits").status() == RunStatus.WAITING);
    await()
        .atMost(LONG)
        .until(() -> !node.workflows.show("sleeps").orElseThrow().journal().isEmpty());
    OffsetDateTime lease =
        node.jdbc.queryForObject("select max(lease_until) from foliot_node", OffsetDateTime.class);

    setConnections(false);
    setConnectionTimeout(node, Duration.ofMillis(500));
    leave.countDown();
    await()
        .atMost(LONG)
        .until(
            () ->
                node.engine().status().problem() != null
                    && server.queryForObject(
                        "select now() > ?", Boolean.class, lease.plusSeconds(4)));
    setConnections(true);
    setConnectionTimeout(node, Duration.ofSeconds(30));
    whenPossible(
        () -> {
          node.workflows.completeCallback("waits/1", "yes");
          return true;
        });

    for (String run : runs) {
      whenPossible(() -> node.handle(run).await(Duration.ofSeconds(5)).isEnded());
      assertThat(node.handle(run).status()).isEqualTo(RunStatus.SUCCEEDED);
    }
    assertThat(runs.stream().map(run -> node.handle(run).result().orElseThrow()))
        .containsExactlyInAnyOrder("1", "2", "3");
    assertThat(
            node.jdbc.queryForObject(
                "select count(*) from foliot_message where type like '%eserved'", Long.class))
        .isEqualTo(3);
    assertThat(
            node.jdbc.queryForList(
                "select run_id from foliot_journal where type = 'succeeded' group by run_id, operation having count(*) > 1",
                String.class))
        .isEmpty();
  }

  private static String reserve(WorkflowContext ctx, String order) {
    Integer reserved = ctx.command("reserve", new Stock.Reserve("p", order));
    return String.valueOf(reserved);
  }

  private void setConnections(boolean allowed) {
    String name = jdbcName();
    server.execute("alter database \"%s\" with allow_connections %s".formatted(name, allowed));
    if (!allowed) {
      server.queryForList(
          "select pg_terminate_backend(pid) from pg_stat_activity where datname = ?", name);
    }
  }

  private String jdbcName() {
    String url = database.jdbcUrl();
    return url.substring(url.lastIndexOf('/') + 1).replaceFirst("\\?.*", "");
  }

  private static void setConnectionTimeout(Node node, Duration timeout) {
    node.dataSource(HikariDataSource.class).setConnectionTimeout(timeout.toMillis());
  }

  /** The pool may still have dead connections. */
  private static void whenPossible(Callable<Boolean> call) {
    await().atMost(LONG).ignoreExceptions().until(call);
  }
}

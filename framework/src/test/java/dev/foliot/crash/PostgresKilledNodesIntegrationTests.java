package dev.foliot.crash;

import com.zaxxer.hikari.HikariDataSource;
import dev.foliot.Domain;
import dev.foliot.testsupport.TestDatabases;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * R14, R19, R20, R23 to R25, R28, R29, R32, R41 and R43 with real processes: whatever happens to
 * the nodes, each effect is there once, each aggregate in order, each submitted command ended once,
 * each timer fired once, and each of 1,000 process instances came to its end once. {@code
 * -Dfoliot.crash.kills=100} makes it long, {@code -Dfoliot.crash.seed=…} repeats the plan of a run
 * that failed.
 */
class PostgresKilledNodesIntegrationTests {
  private static final Duration AT_MOST = Duration.ofSeconds(120);
  private static final int ORDERS = 1_000;

  private final int kills = Integer.getInteger("foliot.crash.kills", 14);
  private final long seed = Long.getLong("foliot.crash.seed", System.nanoTime());

  @TempDir Path folder;

  @Test
  void ledgerBalancesWhateverHappensToNodes() throws Exception {
    Random random = new Random(seed);
    var database = TestDatabases.postgres().unwrap(HikariDataSource.class);
    try (var parent = withoutEngine(database);
        var launcher = new NodeLauncher(folder, database.getJdbcUrl())) {
      Ledger ledger = parent.getBean(Ledger.class);
      ledger.create();
      ledger.makeCommitsUnsteady();
      var checks = new OrderChecks(new JdbcTemplate(database));
      checks.create();
      var writer = new WriteAtRandom(parent.getBean(Domain.class), ORDERS, random.nextLong());
      var chaos = new KillAtRandom(launcher, ledger, writer, random);

      List<String> wrong;
      try {
        chaos.kill(kills);
        Map<String, Long> acknowledged = writer.end();
        wrong = wrongAtTheEnd(ledger, checks);
        if (wrong.isEmpty()) {
          awaitTakeOver(new JdbcTemplate(database), chaos.living());
          chaos.stopAll();
          wrong = leftBehind(new JdbcTemplate(database), acknowledged);
        }
      } catch (ConditionTimeoutException | AssertionError nodeFails) {
        throw new AssertionError(told(nodeFails.getMessage(), chaos, launcher), nodeFails);
      }

      if (!wrong.isEmpty()) {
        throw new AssertionError(told(String.join("\n", wrong), chaos, launcher));
      }
    }
  }

  private String told(String problem, KillAtRandom chaos, NodeLauncher launcher) {
    return "seed %d: %s\n%s\n%s".formatted(seed, problem, chaos.story(), launcher.logs());
  }

  private static AnnotationConfigApplicationContext withoutEngine(HikariDataSource database) {
    return Counters.start(
        database,
        "parent",
        Map.of(
            "foliot.engine.enabled", "false",
            "foliot.schema.initialize", "always"));
  }

  private static List<String> wrongAtTheEnd(Ledger ledger, OrderChecks orders) {
    try {
      Awaitility.await()
          .pollInterval(Duration.ofMillis(50))
          .atMost(AT_MOST)
          .until(
              () ->
                  ledger.imbalances().isEmpty()
                      && ledger.unfinished().isEmpty()
                      && orders.unfinished().isEmpty());
    } catch (ConditionTimeoutException tooLong) {
      List<String> wrong = new ArrayList<>(ledger.imbalances());
      wrong.addAll(ledger.unfinished());
      wrong.addAll(orders.unfinished());
      wrong.addAll(ledger.contradictions());
      return wrong;
    }
    List<String> wrong = ledger.contradictions();
    wrong.addAll(orders.contradictions(ORDERS));
    return wrong;
  }

  /** Until the leases of the killed nodes have ended, and the others have all that these owned. */
  private static void awaitTakeOver(JdbcTemplate jdbc, int living) {
    String alive = "select node from foliot_node where lease_until > current_timestamp";
    Awaitility.await()
        .atMost(AT_MOST)
        .until(
            () ->
                jdbc.queryForList(alive).size() == living
                    && jdbc.queryForList(
                            "select * from foliot_segment where owner not in (" + alive + ")")
                        .isEmpty());
  }

  /** After a graceful stop of the last nodes. */
  private static List<String> leftBehind(JdbcTemplate jdbc, Map<String, Long> acknowledged) {
    List<String> wrong = new ArrayList<>();
    Map<String, Long> stored = new HashMap<>();
    jdbc.query(
        "select stream, count(*) from foliot_message where type = 'counted' group by stream",
        row -> {
          stored.put(row.getString(1), row.getLong(2));
        });
    if (!stored.equals(acknowledged)) {
      wrong.add("acknowledged: " + acknowledged + ", stored: " + stored);
    }
    jdbc.queryForList("select * from foliot_node where lease_until > current_timestamp")
        .forEach(row -> wrong.add("not left: " + row));
    jdbc.queryForList("select * from foliot_segment where owner is not null")
        .forEach(row -> wrong.add("not given back: " + row));
    return wrong;
  }
}

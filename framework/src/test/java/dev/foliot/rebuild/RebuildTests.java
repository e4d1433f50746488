package dev.foliot.rebuild;

import dev.foliot.Domain;
import dev.foliot.engine.EngineParts;
import dev.foliot.engine.Storage;
import dev.foliot.unitofwork.Transactions;
import dev.foliot.work.WorkingNode;
import java.util.List;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the tests of rebuilds look at. */
final class RebuildTests {
  private static final int MAX_FAILURES = 20;

  private RebuildTests() {}

  /** The rows of the board. */
  static List<String> board(JdbcTemplate jdbc) {
    return jdbc.query(
        "select order_id, status, changes from shop$board order by order_id",
        (row, n) -> row.getString(1) + " " + row.getString(2) + " " + row.getInt(3));
  }

  /** The schemas of rebuilds. */
  static List<String> schemas(JdbcTemplate jdbc) {
    return jdbc.queryForList(
        "select schema_name from information_schema.schemata where lower(schema_name) like '%_rebuild_%' and lower(schema_name) not like '%_bay'",
        String.class);
  }

  /** Ends all rebuilds, so that their tables do not outlive the test. */
  static void dropAll(Domain domain, JdbcTemplate jdbc) {
    for (RebuildReport each : domain.rebuilds().list()) {
      each.subscriptions().forEach(domain.rebuilds()::removed);
    }
  }

  /** The parts of a node that works beside that of the application. */
  static RebuildParts parts(Domain domain, Transactions transactions, int batchSize, int segments) {
    return parts(domain, transactions, new RebuildSettings(segments, batchSize, 100, 1));
  }

  static RebuildParts parts(Domain domain, Transactions transactions, RebuildSettings settings) {
    JdbcClient jdbc = domain.rebuilds().parts().engine().storage().jdbc();
    return parts(domain, transactions, jdbc, settings);
  }

  static RebuildParts parts(Domain domain, Transactions transactions, JdbcClient jdbc) {
    return parts(domain, transactions, jdbc, new RebuildSettings(1, 10, 100, 1));
  }

  private static RebuildParts parts(
      Domain domain, Transactions transactions, JdbcClient jdbc, RebuildSettings settings) {
    EngineParts parts = domain.rebuilds().parts().engine();
    Storage storage = parts.storage();
    return domain
        .rebuilds()
        .parts()
        .with(
            new EngineParts(
                new Storage(storage.log(), storage.schema(), jdbc, transactions),
                parts.node(),
                parts.deliveries(),
                parts.relay(),
                parts.settings(),
                parts.works()),
            settings);
  }

  /** One step, as an engine takes it: a step that had to wait too long for others is repeated. */
  static void step(RebuildSteps steps) {
    for (int failed = 0; ; failed++) {
      try {
        steps.step();
        return;
      } catch (DataAccessException | IllegalStateException e) {
        if (failed == MAX_FAILURES) {
          throw e;
        }
      }
    }
  }

  static RebuildSteps steps(RebuildParts parts) {
    return new RebuildSteps(
        parts,
        new WorkingNode("another", () -> 0.5, () -> {}, () -> "current_timestamp"),
        new RebuildSignal());
  }
}

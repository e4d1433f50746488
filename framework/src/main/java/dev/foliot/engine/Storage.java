package dev.foliot.engine;

import dev.foliot.eventstore.EventStore;
import dev.foliot.eventstore.FoliotSchema;
import dev.foliot.unitofwork.Transactions;
import java.time.Duration;
import org.apiguardian.api.API;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The database as the engine uses it.
 *
 * @param log the log of messages
 * @param schema the schema of Foliot's tables
 * @param jdbc on the application's data source
 * @param transactions the transactions in which everything commits
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public record Storage(
    EventStore log, FoliotSchema schema, JdbcClient jdbc, Transactions transactions) {
  private static final Duration SHORTEST_IDLE = Duration.ofSeconds(5);

  /** The full name of a table. */
  public String table(String name) {
    return schema.table(name);
  }

  /**
   * Returns an SQL condition that is true, for the statements that lock the rows of a node. Only
   * the commit follows them, so a session that is idle for a lease then has stalled, and the
   * database ends it. So a node that seems dead to others does not keep its locks.
   */
  String endIfIdle(Duration lease) {
    return log.endIfIdle(lease.compareTo(SHORTEST_IDLE) < 0 ? SHORTEST_IDLE : lease);
  }
}

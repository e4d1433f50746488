package dev.foliot.rebuild;

import dev.foliot.failure.ErrorText;
import dev.foliot.failure.ReadableError;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The schema of an H2 session outlives the transaction. So the end of the transaction restores it,
 * before the connection goes back to its pool. If the schema cannot be restored, the connection is
 * closed: otherwise another transaction would write to the wrong tables.
 */
final class H2SearchPath implements TransactionSynchronization {
  private static final Logger log = LoggerFactory.getLogger(H2SearchPath.class);

  /** In capitals, because H2 with DATABASE_TO_UPPER=FALSE accepts no other spelling. */
  private static final String SESSION =
      """
      select STATE_COMMAND
        from INFORMATION_SCHEMA.SESSION_STATE
       where STATE_KEY in ('SCHEMA', 'SCHEMA_SEARCH_PATH')
       order by STATE_KEY""";

  private static final String SEARCH_PATH = "SET SCHEMA_SEARCH_PATH ";

  private final Connection connection;
  private final Connection physical;
  private final List<String> restore;

  private H2SearchPath(Connection connection, List<String> restore) {
    this.connection = connection;
    this.physical = physical(connection);
    this.restore = restore;
  }

  private static Connection physical(Connection connection) {
    try {
      return connection.unwrap(Connection.class);
    } catch (SQLException e) { // a data source without a pool may have nothing to unwrap
      return connection;
    }
  }

  /** Puts the schema before the current one, until the end of this transaction. */
  static void enter(JdbcTemplate jdbc, String schema) {
    DataSource dataSource = Objects.requireNonNull(jdbc.getDataSource());
    List<String> restore = jdbc.queryForList(SESSION, String.class);
    String live = "select quote_ident(current_schema)";
    String path = "set schema_search_path " + jdbc.queryForObject(live, String.class);
    if (restore.size() == 1) {
      restore.add(path); // an empty path cannot be set again; this one means the same
    } else {
      path += ", " + restore.get(1).substring(SEARCH_PATH.length());
    }
    if (TransactionSynchronizationManager.getSynchronizations().stream()
        .noneMatch(H2SearchPath.class::isInstance)) { // else the first one restores all
      register(dataSource, restore);
    }
    jdbc.execute(path);
    jdbc.execute("set schema " + ShadowDialect.quoted(schema)); // it empties the query cache too
  }

  private static void register(DataSource dataSource, List<String> restore) {
    Connection connection = DataSourceUtils.getConnection(dataSource);
    try {
      TransactionSynchronizationManager.registerSynchronization(
          new H2SearchPath(connection, restore));
    } finally {
      DataSourceUtils.releaseConnection(connection, dataSource);
    }
  }

  /** Right after the commit or the rollback, while the connection still belongs to this thread. */
  @Override
  public void afterCompletion(int status) {
    try (Statement statement = connection.createStatement()) {
      for (String each : restore) {
        statement.execute(each);
      }
    } catch (SQLException e) {
      log.warn(
          "A connection is closed, because its schema could not be restored after a transaction of a rebuild: {}",
          ErrorText.firstLine(e));
      close();
    }
  }

  private void close() {
    try {
      physical.close();
    } catch (SQLException e) {
      log.debug("The connection could not be closed either", ReadableError.of(e));
    }
  }

  @Override
  public int getOrder() {
    return Ordered.HIGHEST_PRECEDENCE;
  }
}

package dev.foliot.eventstore;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;

/** The differences between databases. */
sealed interface Dialect permits PostgresDialect, H2Dialect {
  /** The end of the names of scripts: {@code foliot-<database>.sql}. */
  String database();

  /** Makes other creators of the tables wait until this transaction has ended. */
  void lockForCreation();

  /**
   * Until the end of this transaction, limits the wait for locks. Does nothing if the database
   * always limits it.
   */
  void limitLockWait(Duration most);

  /**
   * An SQL condition that is true. From the statement that evaluates it to the end of the
   * transaction, the database ends the session if it is idle for longer than the limit. Some
   * databases do not support this; then nothing is limited.
   */
  String endIfIdle(Duration limit);

  /** Runs an action in this transaction, while unqualified names refer to Foliot's schema. */
  void inSchema(Runnable creation);

  /**
   * Appends the rows in this order, all or none.
   *
   * @return their positions; empty if another transaction took one of the stream versions
   * @throws DuplicateKeyException if one of the ids is in the log already; if there are many rows,
   *     also if another transaction has just taken one of the stream versions
   */
  Optional<AppendedPositions> append(List<NewRow> rows);

  /**
   * The statement that appends one row without a stream version; {@link InsertRow#set} sets its
   * parameters. Empty if such an append needs more than one statement.
   */
  Optional<String> insertAlone();

  /** Reads the messages that a filter accepts, at the cost of the found rows. */
  LogQuery query(LogFilter filter);

  /** The head of the log, and the transactions that may still insert below it. */
  OpenAppends openAppends();

  /**
   * An SQL expression for the position up to which every message is visible or will never come.
   *
   * <p>It has one argument: a known position of this kind. If an append is open, the expression
   * returns that position.
   */
  String settledHead();

  /** If a counter assigns positions, locks it until the end of this transaction. */
  void holdUpAppends();

  /** Whether it passes notifications from one connection to another. */
  boolean canNotify();

  /** Whether a statement of this transaction sees all commits before the statement began. */
  boolean seesLatestCommits(Connection connection) throws SQLException;

  /**
   * The dialect of a data source.
   *
   * @throws UnsupportedDatabaseException if the database, its version or its mode is not supported
   */
  static Dialect of(DataSource dataSource, FoliotSchema schema) {
    JdbcTemplate jdbc = new JdbcTemplate(dataSource);
    return jdbc.execute(
        (ConnectionCallback<Dialect>)
            connection -> {
              SupportedDatabases.check(connection);
              return SupportedDatabases.isH2(connection)
                  ? new H2Dialect(jdbc, schema)
                  : new PostgresDialect(jdbc, schema);
            });
  }
}

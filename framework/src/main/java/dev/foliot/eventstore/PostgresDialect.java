package dev.foliot.eventstore;

import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.PreparedStatementSetter;

/**
 * The dialect of PostgreSQL: an identity column assigns positions. {@link HoleWatch} determines
 * when a missing position will stay missing.
 */
final class PostgresDialect implements Dialect {
  private static final long CREATION_LOCK = 0x666f6c696f74L; // "foliot"

  private final JdbcTemplate jdbc;
  private final FoliotSchema schema;
  private final String messages;
  private final String insertOne;
  private final String insertUnversioned;
  private final InsertRows insertRows;
  private final String settledHead;

  PostgresDialect(JdbcTemplate jdbc, FoliotSchema schema) {
    this.jdbc = jdbc;
    this.schema = schema;
    this.messages = schema.table("foliot_message");
    this.insertOne = InsertRow.into(messages) + InsertRows.UNLESS_TAKEN + InsertRows.POSITION;
    this.insertUnversioned = InsertRow.unversionedInto(messages) + InsertRows.POSITION;
    this.insertRows = new InsertRows(jdbc, messages);
    this.settledHead = settledHead(messages);
  }

  @Override
  public String database() {
    return "postgresql";
  }

  @Override
  public void lockForCreation() {
    jdbc.query("select pg_advisory_xact_lock(?)", row -> {}, CREATION_LOCK);
  }

  @Override
  public void limitLockWait(Duration most) {
    jdbc.query("select set_config('lock_timeout', ?, true)", row -> {}, most.toMillis() + "ms");
  }

  /** A part of a statement that is sent anyway: a {@code set local} would be another round trip. */
  @Override
  public String endIfIdle(Duration limit) {
    long millis = Math.min(Integer.MAX_VALUE, Math.max(1, limit.toMillis()));
    return "set_config('idle_in_transaction_session_timeout', '" + millis + "', true) is not null";
  }

  @Override
  public void inSchema(Runnable creation) {
    jdbc.query("select set_config('search_path', ?, true)", row -> {}, schema.quoted());
    creation.run();
  }

  @Override
  public Optional<AppendedPositions> append(List<NewRow> rows) {
    return rows.size() == 1 ? insertOne(rows.get(0)) : insertRows.all(rows);
  }

  /**
   * The unique constraint decides between two writers of a version; a conflict does not fail the
   * statement. A row without a version has no conflict, and its insert costs half as much.
   */
  private Optional<AppendedPositions> insertOne(NewRow row) {
    return row.streamVersion() == null
        ? insert(insertUnversioned, statement -> InsertRow.set(statement, 1, row))
        : insert(insertOne, statement -> InsertRow.setWithLook(statement, row));
  }

  private Optional<AppendedPositions> insert(String sql, PreparedStatementSetter parameters) {
    return jdbc
        .query(
            sql,
            parameters,
            (inserted, number) -> AppendedPositions.of(List.of(inserted.getLong(1))))
        .stream()
        .findFirst();
  }

  @Override
  public LogQuery query(LogFilter filter) {
    return LateralQuery.of(filter, messages);
  }

  @Override
  public OpenAppends openAppends() {
    String sql =
        """
        select (select max(position) from %s),
               array(select virtualtransaction
                       from pg_locks
                      where %s),
               pg_is_in_recovery()"""
            .formatted(messages, appendLocks(messages));
    return jdbc.query(sql, (row, number) -> openAppends(row)).get(0);
  }

  private static OpenAppends openAppends(ResultSet row) throws SQLException {
    if (row.getBoolean(3)) {
      throw new IllegalStateException(
          "This PostgreSQL server is a read replica, which does not know which appends are still open. Let Foliot's data source point to the primary.");
    }
    Array holders = row.getArray(2);
    return new OpenAppends(row.getLong(1), Set.of((String[]) holders.getArray()));
  }

  @Override
  public String settledHead() {
    return settledHead;
  }

  /** The head is from the snapshot of the statement, which is older than the read of the locks. */
  private static String settledHead(String messages) {
    return """
        (select case when log.head <= known.settled
                       or not exists (select 1
                                        from pg_locks
                                       where %s)
                     then log.head
                     else known.settled
                end
           from (select coalesce(max(position), 0) as head from %s) log,
                (select cast(? as bigint) as settled) known)"""
        .formatted(appendLocks(messages), messages);
  }

  /**
   * The locks of open appends. The view shows every database of the server, and databases that were
   * cloned from one template share the ids of their tables.
   */
  private static String appendLocks(String messages) {
    return """
        locktype = 'relation'
           and database = (select oid from pg_database where datname = current_database())
           and relation = %s::regclass
           and mode = 'RowExclusiveLock'
           and granted"""
        .formatted(SqlText.quoted(messages));
  }

  @Override
  public Optional<String> insertAlone() {
    return Optional.of(insertUnversioned);
  }

  @Override
  public void holdUpAppends() {} // there is no counter

  @Override
  public boolean canNotify() {
    return true;
  }

  @Override
  public boolean seesLatestCommits(Connection connection) throws SQLException {
    return connection.getTransactionIsolation() <= Connection.TRANSACTION_READ_COMMITTED;
  }
}

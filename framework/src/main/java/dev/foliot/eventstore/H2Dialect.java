package dev.foliot.eventstore;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.BatchPreparedStatementSetter;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * H2: a counter row hands out positions. Its lock is held from the append to the commit, so that
 * positions become visible in ascending order.
 */
final class H2Dialect implements Dialect {
  private final JdbcTemplate jdbc;
  private final FoliotSchema schema;
  private final String messages;
  private final String counter;

  H2Dialect(JdbcTemplate jdbc, FoliotSchema schema) {
    this.jdbc = jdbc;
    this.schema = schema;
    this.messages = schema.table("foliot_message");
    this.counter = schema.table("foliot_position");
  }

  @Override
  public String script() {
    return "foliot-h2.sql";
  }

  @Override
  public void lockForCreation() {
    // An H2 database belongs to one process, and each statement of the script may be run again.
  }

  @Override
  public void limitLockWait(Duration most) {
    // H2 never waits for ever: LOCK_TIMEOUT, two seconds if nothing else is set.
  }

  @Override
  public void inSchema(Runnable creation) {
    String before = jdbc.queryForObject("select quote_ident(current_schema)", String.class);
    jdbc.execute("set schema " + schema.quoted());
    try {
      creation.run();
    } finally {
      jdbc.execute("set schema " + before);
    }
  }

  @Override
  public boolean append(List<NewRow> rows) {
    return Boolean.TRUE.equals(
        jdbc.execute((ConnectionCallback<Boolean>) connection -> append(rows, connection)));
  }

  private boolean append(List<NewRow> rows, Connection connection) throws SQLException {
    Savepoint before = connection.setSavepoint();
    try {
      long first = takePositions(rows.size());
      if (isBehindItsStream(rows)) {
        connection.rollback(before);
        return false;
      }
      insert(rows, first);
      return true;
    } catch (DuplicateKeyException e) {
      connection.rollback(before);
      if (violatesStreamVersion(e)) {
        return false;
      }
      throw e;
    }
  }

  /**
   * Whether one of the streams has come to the version, or is closed: its earlier versions may be
   * free because they are archived.
   */
  private boolean isBehindItsStream(List<NewRow> rows) {
    Map<StreamName, StreamReads.End> ends = new HashMap<>();
    for (NewRow row : rows) {
      if (row.streamVersion() != null) {
        StreamReads.End end =
            ends.computeIfAbsent(
                new StreamName(row.category(), row.stream()),
                stream -> StreamReads.end(stream, jdbc, messages));
        if (end.closed() || end.version() >= row.streamVersion()) {
          return true;
        }
      }
    }
    return false;
  }

  private long takePositions(int count) {
    String sql =
        """
        select position
          from final table (update %s set position = position + ? where id = 1)"""
            .formatted(counter);
    List<Long> last = jdbc.queryForList(sql, Long.class, count);
    if (last.isEmpty()) {
      throw new IllegalStateException(
          "Table %s has lost its row. Run %s again.".formatted(counter, script()));
    }
    return last.get(0) - count + 1;
  }

  private void insert(List<NewRow> rows, long first) {
    String sql =
        """
        insert into %s (position, %s)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""
            .formatted(messages, NewRow.COLUMNS);
    jdbc.batchUpdate(
        sql,
        new BatchPreparedStatementSetter() {
          @Override
          public void setValues(PreparedStatement statement, int i) throws SQLException {
            set(statement, first + i, rows.get(i));
          }

          @Override
          public int getBatchSize() {
            return rows.size();
          }
        });
  }

  private static void set(PreparedStatement statement, long position, NewRow row)
      throws SQLException {
    statement.setLong(1, position);
    statement.setShort(2, row.kind());
    statement.setString(3, row.category());
    statement.setString(4, row.stream());
    statement.setObject(5, row.streamVersion());
    statement.setObject(6, row.id());
    statement.setString(7, row.type());
    statement.setInt(8, row.typeVersion());
    statement.setShort(9, row.priority());
    statement.setShort(10, row.lane());
    statement.setBoolean(11, row.deliveredSynchronously());
    statement.setString(12, row.payload());
    statement.setString(13, row.metadata());
    statement.setObject(14, row.occurredAt().atOffset(ZoneOffset.UTC));
    statement.setString(15, row.correlationId());
  }

  private static boolean violatesStreamVersion(DuplicateKeyException e) {
    String text = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
    return text.contains("foliot_message_version");
  }

  @Override
  public LogQuery query(LogFilter filter) {
    return UnionQuery.of(filter, messages);
  }

  @Override
  public OpenAppends openAppends() {
    Long head =
        jdbc.queryForObject(
            "select coalesce(max(position), 0) from %s".formatted(messages), Long.class);
    return new OpenAppends(head == null ? 0 : head, Set.of());
  }

  @Override
  public boolean canNotify() {
    return false;
  }

  @Override
  public boolean seesLatestCommits(Connection connection) {
    return true; // an older snapshot shows a beginning of the log, and no holes
  }
}

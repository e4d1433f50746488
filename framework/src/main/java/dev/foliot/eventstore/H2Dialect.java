package dev.foliot.eventstore;

import dev.foliot.failure.Causes;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.BatchPreparedStatementSetter;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The dialect of H2: a counter row assigns positions. It is locked from the append to the commit,
 * so that positions become visible in ascending order.
 */
final class H2Dialect implements Dialect {
  private final JdbcTemplate jdbc;
  private final FoliotSchema schema;
  private final String messages;
  private final String counter;
  private final String takePositions;
  private final String insertOne;
  private final String insertMany;
  private final String inTheWay;

  H2Dialect(JdbcTemplate jdbc, FoliotSchema schema) {
    this.jdbc = jdbc;
    this.schema = schema;
    this.messages = schema.table("foliot_message");
    this.counter = schema.table("foliot_position");
    this.takePositions = "select position from " + taking("?");
    this.insertOne =
        "select position from final table (%s)"
            .formatted(InsertRow.withPosition(messages, taking("1")));
    this.insertMany = InsertRow.asItIs(messages);
    this.inTheWay =
        "select exists (select 1 from %s m where %s)"
            .formatted(messages, InsertRow.isInTheWay("?", "?", "?"));
  }

  @Override
  public String database() {
    return "h2";
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
  public String endIfIdle(Duration limit) {
    return "1 = 1"; // H2 has no such limit
  }

  @Override
  public void inSchema(Runnable creation) {
    String before = jdbc.queryForObject("select quote_ident(current_schema)", String.class);
    jdbc.execute("set schema " + schema.quoted());
    try {
      creation.run();
    } catch (Throwable failure) {
      Causes.cleanUp(failure, () -> jdbc.execute("set schema " + before));
      throw failure;
    }
    jdbc.execute("set schema " + before);
  }

  private String taking(String count) {
    return "final table (update %s set position = position + %s where id = 1)"
        .formatted(counter, count);
  }

  @Override
  public Optional<AppendedPositions> append(List<NewRow> rows) {
    return rows.size() == 1 ? appendOne(rows.get(0)) : appendMany(rows);
  }

  /** Appends by one statement, which the database undoes if it fails. */
  private Optional<AppendedPositions> appendOne(NewRow row) {
    try {
      List<Long> inserted =
          jdbc.query(
              insertOne,
              statement -> InsertRow.setWithLook(statement, row),
              (each, number) -> each.getLong(1));
      if (!inserted.isEmpty()) {
        return Optional.of(AppendedPositions.of(inserted));
      }
    } catch (DuplicateKeyException e) {
      if (!ExplainConflict.isAboutVersion(e)) {
        throw e;
      }
      return Optional.empty();
    }
    takePositions(-1);
    return Optional.empty();
  }

  private Optional<AppendedPositions> appendMany(List<NewRow> rows) {
    // 1. Wait for the other appends. From now on, the end of each stream does not change.
    long first = takePositions(rows.size());
    // 2. Insert nothing if a stream has reached the version, or is closed.
    if (anyInTheWay(rows)) {
      takePositions(-rows.size());
      return Optional.empty();
    }
    try {
      insertMany(rows, first);
      return Optional.of(
          AppendedPositions.of(LongStream.range(first, first + rows.size()).boxed().toList()));
    } catch (DuplicateKeyException e) {
      // 3. All or none.
      giveBack(rows, first);
      if (!ExplainConflict.isAboutVersion(e)) {
        throw e;
      }
      return Optional.empty();
    }
  }

  private boolean anyInTheWay(List<NewRow> rows) {
    return NewRow.firstVersions(rows).entrySet().stream()
        .anyMatch(first -> isInTheWay(first.getKey(), first.getValue()));
  }

  private boolean isInTheWay(StreamName stream, long version) {
    return Boolean.TRUE.equals(
        jdbc.queryForObject(
            inTheWay, Boolean.class, stream.category(), stream.id(), version, version));
  }

  private long takePositions(int count) {
    List<Long> last = jdbc.queryForList(takePositions, Long.class, count);
    if (last.isEmpty()) {
      throw new IllegalStateException(
          "Table %s has lost its row. Run foliot-h2.sql again.".formatted(counter));
    }
    return last.get(0) - count + 1;
  }

  private void insertMany(List<NewRow> rows, long first) {
    jdbc.batchUpdate(
        insertMany,
        new BatchPreparedStatementSetter() {
          @Override
          public void setValues(PreparedStatement statement, int i) throws SQLException {
            statement.setLong(1, first + i);
            InsertRow.set(statement, 2, rows.get(i));
          }

          @Override
          public int getBatchSize() {
            return rows.size();
          }
        });
  }

  /**
   * Gives positions back. No other transaction took positions since, because transactions take them
   * one after the other. Only rows of this append are deleted, even if the counter is behind the
   * log, as after an incomplete restore.
   */
  private void giveBack(List<NewRow> rows, long first) {
    List<Object[]> own =
        IntStream.range(0, rows.size())
            .mapToObj(i -> new Object[] {first + i, rows.get(i).id()})
            .toList();
    jdbc.batchUpdate("delete from %s where position = ? and id = ?".formatted(messages), own);
    takePositions(-rows.size());
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
  public String settledHead() {
    return "(select greatest(coalesce(max(position), 0), cast(? as bigint)) from %s)"
        .formatted(messages);
  }

  @Override
  public Optional<String> insertAlone() {
    return Optional.empty(); // it counts the positions
  }

  @Override
  public void holdUpAppends() {
    jdbc.query("select position from %s for update".formatted(counter), row -> {});
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

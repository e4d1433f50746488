package dev.foliot.timer;

import dev.foliot.eventstore.FoliotSchema;
import dev.foliot.eventstore.MessageColumns;
import dev.foliot.eventstore.NewMessage;
import dev.foliot.message.MessageJson;
import dev.foliot.time.StorableInstant;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.springframework.jdbc.core.BatchPreparedStatementSetter;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;

/** The rows of {@code foliot_timer}, in the SQL that each database runs best. */
abstract sealed class TimerRows permits PostgresTimerRows, H2TimerRows {
  private static final String TAKEN =
      MessageColumns.SELECTED + ", m.owner, m.owner_key, m.name, m.due_at, m.number";
  private static final int FIRST_OF_TIMER = MessageColumns.COUNT + 2;

  private final JdbcTemplate jdbc;
  private final String table;
  private final RowMapper<StoredTimer> reader;

  TimerRows(JdbcTemplate jdbc, String table, MessageJson json) {
    this.jdbc = jdbc;
    this.table = table;
    RowMapper<NewMessage> messages = MessageColumns.reader(json);
    this.reader =
        (row, number) ->
            new StoredTimer(
                new TimerKey(
                    row.getString(FIRST_OF_TIMER),
                    row.getString(FIRST_OF_TIMER + 1),
                    row.getString(FIRST_OF_TIMER + 2)),
                row.getObject(FIRST_OF_TIMER + 3, OffsetDateTime.class).toInstant(),
                row.getLong(FIRST_OF_TIMER + 4),
                messages.mapRow(row, number));
  }

  /** Returns the rows for the kind of database. */
  static TimerRows of(JdbcTemplate jdbc, FoliotSchema schema, MessageJson json) {
    String table = schema.table("foliot_timer");
    return jdbc.execute(
        (ConnectionCallback<TimerRows>)
            connection ->
                connection.getMetaData().getDatabaseProductName().equals("PostgreSQL")
                    ? new PostgresTimerRows(jdbc, table, json)
                    : new H2TimerRows(jdbc, table, json));
  }

  /**
   * Inserts rows in this order, each in the place of one with the same key.
   *
   * @param timers have different keys
   * @param messages the message of each
   */
  abstract void put(List<NewTimer> timers, List<MessageColumns.Written> messages);

  /** Deletes the rows that are there, and returns their number. */
  final int delete(List<TimerKey> keys) {
    int[] counts =
        jdbc.batchUpdate(
            "delete from %s where owner = ? and owner_key = ? and name = ?".formatted(table),
            keys.stream()
                .map(key -> new Object[] {key.owner(), key.ownerKey(), key.name()})
                .toList());
    return IntStream.of(counts).sum();
  }

  /**
   * Deletes rows that are due, in their order, and returns them. A row that another transaction is
   * changing is left for later, so that no open transaction stops all timers.
   */
  abstract List<StoredTimer> take(TimerOwners owners, Instant now, int limit);

  Optional<StoredTimer> lock(TimerKey key) {
    String sql =
        "select %s from %s m where m.owner = ? and m.owner_key = ? and m.name = ? for update"
            .formatted(TAKEN, table);
    return jdbc.query(sql, reader, key.owner(), key.ownerKey(), key.name()).stream().findFirst();
  }

  /** The earliest due time, by one search of the index. */
  final Optional<Instant> earliest(TimerOwners owners) {
    String sql =
        "select m.due_at from %s m where %s order by %s, m.number limit 1"
            .formatted(table, owners.condition(), owners.dueAt());
    return jdbc.query(sql, (row, number) -> dueAt(row)).stream().findFirst();
  }

  /**
   * The condition of rows {@code m} that are due.
   *
   * @param now the instant as SQL
   */
  static String due(TimerOwners owners, String now) {
    return "%s <= %s and %s".formatted(owners.dueAt(), now, owners.condition());
  }

  final JdbcTemplate jdbc() {
    return jdbc;
  }

  final String table() {
    return table;
  }

  final RowMapper<StoredTimer> reader() {
    return reader;
  }

  /** The columns that {@link #reader} reads. */
  static String taken() {
    return TAKEN;
  }

  final String insert() {
    return "insert into %s (owner, owner_key, name, due_at, %s) values (?, ?, ?, ?, %s)"
        .formatted(
            table,
            MessageColumns.NAMES,
            String.join(", ", Collections.nCopies(MessageColumns.COUNT, "?")));
  }

  /** Runs a statement with the parameters of {@link #insert} for each timer. */
  final void write(String sql, List<NewTimer> timers, List<MessageColumns.Written> messages) {
    jdbc.batchUpdate(
        sql,
        new BatchPreparedStatementSetter() {
          @Override
          public void setValues(PreparedStatement statement, int i) throws SQLException {
            TimerKey key = timers.get(i).key();
            statement.setString(1, key.owner());
            statement.setString(2, key.ownerKey());
            statement.setString(3, key.name());
            statement.setObject(4, stored(timers.get(i).dueAt()));
            messages.get(i).set(statement, 5);
          }

          @Override
          public int getBatchSize() {
            return timers.size();
          }
        });
  }

  static Instant dueAt(ResultSet row) throws SQLException {
    return row.getObject(1, OffsetDateTime.class).toInstant();
  }

  static OffsetDateTime stored(Instant instant) {
    return StorableInstant.nearest(instant).atOffset(ZoneOffset.UTC);
  }
}

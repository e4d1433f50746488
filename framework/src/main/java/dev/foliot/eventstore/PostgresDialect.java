package dev.foliot.eventstore;

import dev.foliot.message.MessageKind;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.SqlArrayValue;

/** PostgreSQL: an identity column hands out positions; {@link HoleWatch} reads them. */
final class PostgresDialect implements Dialect {
  /** Those of a new row, and whether it is the first of its stream. */
  private static final List<String> TYPES =
      List.of(
          "int2", "text", "text", "int8", "uuid", "text", "int4", "int2", "int2", "bool", "text",
          "text", "text", "uuid", "uuid", "bool");

  private static final long CREATION_LOCK = 0x666f6c696f74L; // "foliot"

  private final JdbcTemplate jdbc;
  private final FoliotSchema schema;
  private final String messages;
  private final String insertOne;
  private final String insertAll;

  PostgresDialect(JdbcTemplate jdbc, FoliotSchema schema) {
    this.jdbc = jdbc;
    this.schema = schema;
    this.messages = schema.table("foliot_message");
    this.insertOne =
        InsertRow.into(messages) + " on conflict (category, stream, stream_version) do nothing";
    this.insertAll = insertAll(messages);
  }

  @Override
  public String script() {
    return "foliot-postgresql.sql";
  }

  @Override
  public void lockForCreation() {
    jdbc.query("select pg_advisory_xact_lock(?)", row -> {}, CREATION_LOCK);
  }

  @Override
  public void limitLockWait(Duration most) {
    jdbc.query("select set_config('lock_timeout', ?, true)", row -> {}, most.toMillis() + "ms");
  }

  /** In a statement that is sent anyway: a {@code set local} would be another round trip. */
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
  public boolean append(List<NewRow> rows) {
    return rows.size() == 1 ? insertOne(rows.get(0)) : insertAll(rows);
  }

  /** The unique constraint decides between two writers; a conflict does not fail the statement. */
  private boolean insertOne(NewRow row) {
    boolean looks = row.streamVersion() != null;
    return jdbc.update(insertOne, statement -> InsertRow.set(statement, 1, row, looks)) == 1;
  }

  /**
   * One statement, which counts the same whatever the driver rewrites, and which a conflict does
   * not fail: the transaction can still say who was in the way. Positions are drawn in the order of
   * the select. It looks at the end of each stream once, as {@link InsertRow} does.
   */
  private static String insertAll(String messages) {
    return """
        insert into %1$s (%2$s)
        select kind, category, stream, stream_version, id, type, type_version, priority, lane,
               delivered_synchronously, payload, metadata, cast(occurred_at as timestamptz),
               correlation_id, causation_id
          from unnest(%3$s) with ordinality as new (%2$s, first_of_stream, ordinal)
          left join lateral (
            select m.stream_version as last_version, m.kind as last_kind
              from %1$s m
             where new.first_of_stream
               and m.category = new.category and m.stream = new.stream
               and m.stream_version is not null
             order by m.category desc, m.stream desc, m.stream_version desc
             limit 1) last on true
         where last_version is null or (last_version < stream_version and last_kind <> %4$s)
         order by ordinal
        on conflict (category, stream, stream_version) do nothing
        returning position"""
        .formatted(
            messages,
            NewRow.COLUMNS,
            TYPES.stream().map("cast(? as %s[])"::formatted).collect(Collectors.joining(", ")),
            MessageKind.TOMBSTONE.code());
  }

  private boolean insertAll(List<NewRow> rows) {
    List<Long> positions = jdbc.queryForList(insertAll, Long.class, columns(rows));
    if (positions.size() == rows.size()) {
      return true;
    }
    jdbc.update(
        "delete from %s where position = any(?)".formatted(messages),
        new SqlArrayValue("int8", positions.toArray()));
    return false;
  }

  private static Object[] columns(List<NewRow> rows) {
    List<Function<NewRow, ?>> values =
        List.of(
            NewRow::kind,
            NewRow::category,
            NewRow::stream,
            NewRow::streamVersion,
            NewRow::id,
            NewRow::type,
            NewRow::typeVersion,
            NewRow::priority,
            NewRow::lane,
            NewRow::deliveredSynchronously,
            NewRow::payload,
            NewRow::metadata,
            row -> row.occurredAt().toString(),
            NewRow::correlationId,
            NewRow::causationId);
    Object[] columns = new Object[TYPES.size()];
    for (int i = 0; i < values.size(); i++) {
      columns[i] = new SqlArrayValue(TYPES.get(i), rows.stream().map(values.get(i)).toArray());
    }
    columns[values.size()] = new SqlArrayValue("bool", NewRow.firstOfStream(rows));
    return columns;
  }

  @Override
  public LogQuery query(LogFilter filter) {
    return LateralQuery.of(filter, messages);
  }

  @Override
  public OpenAppends openAppends() {
    // pg_locks shows every database of the server, and databases that were cloned from one template
    // share the ids of their tables.
    String sql =
        """
        select (select max(position) from %s),
               array(select virtualtransaction
                       from pg_locks
                      where locktype = 'relation'
                        and database = (select oid from pg_database where datname = current_database())
                        and relation = '%s'::regclass
                        and mode = 'RowExclusiveLock'
                        and granted),
               pg_is_in_recovery()"""
            .formatted(messages, messages.replace("'", "''"));
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
  public boolean canNotify() {
    return true;
  }

  @Override
  public boolean seesLatestCommits(Connection connection) throws SQLException {
    return connection.getTransactionIsolation() <= Connection.TRANSACTION_READ_COMMITTED;
  }
}

package dev.foliot.process;

import dev.foliot.eventstore.FoliotSchema;
import dev.foliot.eventstore.RowsByKey;
import dev.foliot.eventstore.RowsByKey.Wanted;
import dev.foliot.message.MessageJson;
import dev.foliot.time.StorableInstant;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;

/** The table of instances. */
final class ProcessTable {
  static final String COLUMNS =
      """
      process, correlation, status, revision, state_version, state, timers, compensations, \
      transitions, started_at, updated_at, ended_at""";

  private final JdbcTemplate jdbc;
  private final FoliotSchema schema;
  private final MessageJson json;
  private final RowsByKey byId;

  /** The JSON of the registered commands. */
  private record Compensations(List<StoredCommand> commands) {}

  /** The JSON of the waiting timers. */
  private record WaitingTimers(Map<String, UUID> messages) {}

  ProcessTable(JdbcTemplate jdbc, FoliotSchema schema, MessageJson json) {
    this.jdbc = jdbc;
    this.schema = schema;
    this.json = json;
    this.byId =
        new RowsByKey(
            jdbc,
            schema,
            new Wanted(COLUMNS, "foliot_process", "process = ? and correlation = w.k", "varchar"));
  }

  String name() {
    return schema.table("foliot_process");
  }

  /** Returns those of the given instances that are stored, in one statement; see {@link #find}. */
  List<ProcessRow> findAll(String process, Collection<String> ids) {
    return byId.read(ids, (row, number) -> row(row), process);
  }

  /** The instance as stored; its state has not gone through the upcasters. */
  Optional<ProcessRow> find(String process, String id) {
    return jdbc
        .query(
            "select %s from %s where process = ? and correlation = ?".formatted(COLUMNS, name()),
            (row, number) -> row(row),
            process,
            id)
        .stream()
        .findFirst();
  }

  ProcessRow row(ResultSet row) throws SQLException {
    String state = row.getString(6);
    return new ProcessRow(
        row.getString(1),
        row.getString(2),
        ProcessStatus.valueOf(row.getString(3).toUpperCase(Locale.ROOT)),
        row.getLong(4),
        state == null ? null : new WrittenState(row.getInt(5), state, state),
        timers(row.getString(7)),
        compensations(row.getString(8)),
        row.getInt(9),
        instant(row, 10),
        row.getObject(11, OffsetDateTime.class).toInstant(),
        instant(row, 12));
  }

  private Map<String, UUID> timers(@Nullable String stored) {
    return stored == null ? Map.of() : json.read(stored, WaitingTimers.class).messages();
  }

  private List<StoredCommand> compensations(@Nullable String stored) {
    return stored == null ? List.of() : json.read(stored, Compensations.class).commands();
  }

  static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
    OffsetDateTime found = row.getObject(column, OffsetDateTime.class);
    return found == null ? null : found.toInstant();
  }

  /**
   * Stores rows that are new, or of the next revision.
   *
   * @throws ConcurrentProcessChangeException if another transaction stored that revision first
   */
  void store(List<ProcessRow> rows) {
    Map<Boolean, List<ProcessRow>> parts =
        rows.stream().collect(Collectors.partitioningBy(row -> row.revision() == 1));
    insert(parts.getOrDefault(true, List.of()));
    update(parts.getOrDefault(false, List.of()));
  }

  private void insert(List<ProcessRow> rows) {
    if (rows.isEmpty()) {
      return;
    }
    String sql =
        """
        insert into %s (status, revision, state_version, state, timers, compensations, transitions,
                        started_at, updated_at, ended_at, process, correlation)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""
            .formatted(name());
    try {
      jdbc.batchUpdate(sql, rows, rows.size(), this::set);
    } catch (DuplicateKeyException another) {
      String ids = rows.stream().map(ProcessRow::id).collect(Collectors.joining(", "));
      throw new ConcurrentProcessChangeException(rows.get(0).process(), ids, 0);
    }
  }

  private void update(List<ProcessRow> rows) {
    if (rows.isEmpty()) {
      return;
    }
    String sql =
        """
        update %s
           set status = ?, revision = ?, state_version = ?, state = ?, timers = ?,
               compensations = ?, transitions = ?, started_at = ?, updated_at = ?, ended_at = ?
         where process = ? and correlation = ? and revision = ?"""
            .formatted(name());
    int[][] counts =
        jdbc.batchUpdate(
            sql,
            rows,
            rows.size(),
            (statement, row) -> {
              set(statement, row);
              statement.setLong(13, row.revision() - 1);
            });
    for (int i = 0; i < rows.size(); i++) {
      if (counts[0][i] == 0) {
        ProcessRow lost = rows.get(i);
        throw new ConcurrentProcessChangeException(lost.process(), lost.id(), lost.revision() - 1);
      }
    }
  }

  private void set(PreparedStatement statement, ProcessRow row) throws SQLException {
    WrittenState state = row.state();
    statement.setString(1, row.status().name().toLowerCase(Locale.ROOT));
    statement.setLong(2, row.revision());
    statement.setObject(3, state == null ? null : state.version(), Types.INTEGER);
    statement.setString(4, state == null ? null : state.stored());
    statement.setString(
        5, row.timers().isEmpty() ? null : json.write(new WaitingTimers(ordered(row.timers()))));
    statement.setString(
        6,
        row.compensations().isEmpty()
            ? null
            : json.write(new Compensations(new ArrayList<>(row.compensations()))));
    statement.setInt(7, row.transitions());
    setInstant(statement, 8, row.startedAt());
    setInstant(statement, 9, row.updatedAt());
    setInstant(statement, 10, row.endedAt());
    statement.setString(11, row.process());
    statement.setString(12, row.id());
  }

  private static Map<String, UUID> ordered(Map<String, UUID> timers) {
    return new LinkedHashMap<>(timers);
  }

  static void setInstant(PreparedStatement statement, int index, @Nullable Instant instant)
      throws SQLException {
    if (instant == null) {
      statement.setNull(index, Types.TIMESTAMP_WITH_TIMEZONE);
    } else {
      statement.setObject(index, stored(instant));
    }
  }

  static OffsetDateTime stored(Instant instant) {
    return StorableInstant.nearest(instant).atOffset(ZoneOffset.UTC);
  }

  /**
   * Instances, the oldest start first within one process manager; instances without a start come
   * last.
   */
  List<ProcessRow> list(ProcessFilter filter) {
    StringBuilder sql = new StringBuilder("select %s from %s".formatted(COLUMNS, name()));
    List<Object> values = new ArrayList<>();
    if (filter.process() != null) {
      sql.append(" where process = ?");
      values.add(filter.process());
    }
    if (filter.status() != null) {
      sql.append(values.isEmpty() ? " where status = ?" : " and status = ?");
      values.add(filter.status().name().toLowerCase(Locale.ROOT));
    }
    sql.append(" order by process, started_at nulls last, correlation fetch first ? rows only");
    values.add(filter.limit());
    return jdbc.query(sql.toString(), (row, number) -> row(row), values.toArray());
  }

  /** The place of an instance among the running ones, the oldest start first. */
  record Place(Instant startedAt, String id) {
    static final Place BEGIN = new Place(Instant.parse("0001-01-01T00:00:00Z"), "");

    static Place of(ProcessRow row) {
      return new Place(Objects.requireNonNull(row.startedAt()), row.id());
    }
  }

  /** Running instances without a timer that were not changed since then, the oldest start first. */
  List<ProcessRow> quiet(String process, Instant since, Place after, int limit) {
    return quiet("timers is null", process, since, after, limit);
  }

  /**
   * The same, for instances with a timer and a discarded message, which may be the message of the
   * timer.
   */
  List<ProcessRow> quietSinceDiscard(String process, Instant since, Place after, int limit) {
    String discarded =
        """
        timers is not null
           and correlation in (
                 select d.stream from %s d
                  where d.subscription = p.process and d.category = p.process)"""
            .formatted(schema.table("foliot_discarded"));
    return quiet(discarded, process, since, after, limit);
  }

  private List<ProcessRow> quiet(
      String condition, String process, Instant since, Place after, int limit) {
    return jdbc.query(
        """
        select %s
          from %s p
         where process = ? and status = 'running' and started_at <= ? and updated_at <= ?
           and %s
           and (started_at, correlation) > (?, ?)
         order by started_at, correlation
         fetch first ? rows only"""
            .formatted(COLUMNS, name(), condition),
        (row, number) -> row(row),
        process,
        stored(since),
        stored(since),
        stored(after.startedAt()),
        after.id(),
        limit);
  }

  /**
   * Whether an instance waits for no timer: it has none, or a person has discarded the messages of
   * its timers.
   */
  boolean waitsForNoTimer(ProcessRow row) {
    return row.timers().isEmpty() || discarded(row).containsAll(row.timers().values());
  }

  private List<UUID> discarded(ProcessRow row) {
    return jdbc.queryForList(
        """
        select message_id from %s where subscription = ? and category = ? and stream = ?"""
            .formatted(schema.table("foliot_discarded")),
        UUID.class,
        row.process(),
        row.process(),
        row.id());
  }

  /** The instances that ended before an instant, at most the given number. */
  List<ProcessRow> endedBefore(Instant then, int limit) {
    return jdbc.query(
        """
        select %s
          from %s
         where ended_at < ?
         order by ended_at
         fetch first ? rows only"""
            .formatted(COLUMNS, name()),
        (row, number) -> row(row),
        stored(then),
        limit);
  }

  /** Removes an instance of one revision; false if it has changed. */
  boolean delete(String process, String id, long revision) {
    return jdbc.update(
            "delete from %s where process = ? and correlation = ? and revision = ?"
                .formatted(name()),
            process,
            id,
            revision)
        == 1;
  }
}

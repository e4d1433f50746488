package dev.foliot.schedule;

import dev.foliot.eventstore.FoliotSchema;
import dev.foliot.timer.TimerOwners;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** The rows of {@code foliot_schedule}: the definitions, and what each schedule has done. */
final class ScheduleStore {
  private final JdbcTemplate jdbc;
  private final FoliotSchema schema;

  ScheduleStore(JdbcTemplate jdbc, FoliotSchema schema) {
    this.jdbc = jdbc;
    this.schema = schema;
  }

  /** A schedule as stored; a later version of Foliot may have written it. */
  record Definition(String times, String zone, String missed) {
    static Definition of(Schedule schedule) {
      return new Definition(schedule.times(), schedule.zone().getId(), schedule.missed().name());
    }

    /**
     * Reads the schedule.
     *
     * @throws RuntimeException if this node cannot read it
     */
    Schedule schedule() {
      return new Schedule(times, ZoneId.of(zone), Missed.valueOf(missed));
    }

    boolean hasTimesOf(Definition other) {
      return times.equals(other.times) && zone.equals(other.zone);
    }
  }

  /** Returns the definition, and locks it until the end of the transaction. */
  Optional<Definition> lock(String name) {
    String sql = "select times, zone, missed from %s where name = ? for update".formatted(table());
    return jdbc
        .query(
            sql,
            (row, number) -> new Definition(row.getString(1), row.getString(2), row.getString(3)),
            name)
        .stream()
        .findFirst();
  }

  /**
   * Adds a schedule.
   *
   * @throws org.springframework.dao.DuplicateKeyException if another transaction has just done so
   */
  void add(String name, Definition definition, String type) {
    jdbc.update(
        "insert into %s (name, times, zone, missed, type, skipped) values (?, ?, ?, ?, ?, 0)"
            .formatted(table()),
        name,
        definition.times(),
        definition.zone(),
        definition.missed(),
        type);
  }

  void change(String name, Definition definition, String type) {
    jdbc.update(
        "update %s set times = ?, zone = ?, missed = ?, type = ? where name = ?".formatted(table()),
        definition.times(),
        definition.zone(),
        definition.missed(),
        type,
        name);
  }

  /** Notes that it fired for a due time, and skipped the earlier ones. */
  void fired(String name, Instant due, Instant now, long skipped) {
    jdbc.update(
        """
        update %s
           set last_due_at = ?, last_fired_at = ?, skipped = skipped + ?
         where name = ?"""
            .formatted(table()),
        due.atOffset(ZoneOffset.UTC),
        now.atOffset(ZoneOffset.UTC),
        skipped,
        name);
  }

  boolean remove(String name) {
    return jdbc.update("delete from %s where name = ?".formatted(table()), name) == 1;
  }

  /** Returns all schedules in the order of their names, or the schedule with the given name. */
  List<ScheduleStatus> read(@Nullable String name) {
    String sql =
        """
        select s.name, s.times, s.zone, s.missed, s.type, t.due_at, s.last_due_at, s.last_fired_at, s.skipped
          from %s s
          left join %s t on t.owner = '%s' and t.owner_key = s.name and t.name = ''
         where cast(? as varchar(200)) is null or s.name = ?
         order by s.name"""
            .formatted(table(), schema.table("foliot_timer"), TimerOwners.SCHEDULE);
    return jdbc.query(sql, ScheduleStore::status, name, name);
  }

  private static ScheduleStatus status(ResultSet row, int number) throws SQLException {
    return new ScheduleStatus(
        row.getString(1),
        row.getString(2),
        row.getString(3),
        Missed.valueOf(row.getString(4)),
        row.getString(5),
        instant(row, 6),
        instant(row, 7),
        instant(row, 8),
        row.getLong(9));
  }

  private static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
    OffsetDateTime value = row.getObject(column, OffsetDateTime.class);
    return value == null ? null : value.toInstant();
  }

  private String table() {
    return schema.table("foliot_schedule");
  }
}

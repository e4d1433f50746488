package dev.foliot.rebuild;

import dev.foliot.engine.Storage;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.jdbc.support.GeneratedKeyHolder;

/** The table of rebuilds. */
final class RebuildStore {
  private static final String ACTIVE = "active_key is not null";

  private static final String COLUMNS =
      """
      id, projection, mode, status, switches, with_archive, started_by, started_at, ended_at, \
      tables_schema, logged_percent, failed_subscription, failed_position, failed_message_id, \
      failed_type, error""";

  private final Storage storage;

  RebuildStore(Storage storage) {
    this.storage = storage;
  }

  private StatementSpec sql(String text) {
    return storage.jdbc().sql(text.formatted(storage.table("foliot_rebuild"), COLUMNS));
  }

  /**
   * Stores a rebuild that is starting.
   *
   * @param automaticKey identifies a version that a node found at its start; null if a person
   *     starts the rebuild
   * @return its id
   * @throws org.springframework.dao.DuplicateKeyException if the projection is being rebuilt, or
   *     was rebuilt for this version
   */
  long insert(
      String projection, RebuildOptions options, Instant now, @Nullable String automaticKey) {
    var key = new GeneratedKeyHolder();
    sql("""
        insert into %1$s (projection, mode, status, switches, with_archive, started_by, started_at,
          active_key, automatic_key, logged_percent)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?, 0)""")
        .param(projection)
        .param(options.isInPlace() ? "in_place" : "beside")
        .param(RebuildStatus.STARTING.code())
        .param(options.switchesByItself())
        .param(options.readsArchive())
        .param(options.startedBy())
        .param(now.atOffset(ZoneOffset.UTC))
        .param(projection)
        .param(automaticKey)
        .update(key, "id");
    return Objects.requireNonNull(key.getKey()).longValue();
  }

  /** Stores the schema of the tables. */
  void setTablesSchema(long id, String schema) {
    sql("update %1$s set tables_schema = ? where id = ?").param(schema).param(id).update();
  }

  /** Notes that the tables are ready. */
  void started(long id) {
    setStatus(id, RebuildStatus.RUNNING);
  }

  Optional<Rebuild> find(long id) {
    return sql("select %2$s from %1$s where id = ?").param(id).query(RebuildStore::row).optional();
  }

  /** Reads and locks the row. */
  Optional<Rebuild> lock(long id) {
    return sql("select %2$s from %1$s where id = ? for update")
        .param(id)
        .query(RebuildStore::row)
        .optional();
  }

  /** All rebuilds, the newest first. */
  List<Rebuild> list(int limit) {
    return sql("select %2$s from %1$s order by id desc fetch first ? rows only")
        .param(limit)
        .query(RebuildStore::row)
        .list();
  }

  /** The active rebuilds, the oldest first. */
  List<Rebuild> active() {
    return sql("select %2$s from %1$s where " + ACTIVE + " order by id")
        .query(RebuildStore::row)
        .list();
  }

  Optional<Rebuild> activeOf(String projection) {
    return sql("select %2$s from %1$s where active_key = ?")
        .param(projection)
        .query(RebuildStore::row)
        .optional();
  }

  boolean wasStartedFor(String automaticKey) {
    return sql("select count(*) from %1$s where automatic_key = ?")
            .param(automaticKey)
            .query(Integer.class)
            .single()
        > 0;
  }

  /** Lets the versions of a rebuild begin one again. */
  void forgetVersions(long id) {
    sql("update %1$s set automatic_key = null where id = ?").param(id).update();
  }

  /** The ended rebuilds whose schema is not needed any more. */
  List<Rebuild> withUnneededTables() {
    return sql("""
        select %2$s from %1$s
        where tables_schema is not null and active_key is null and status <> ? order by id""")
        .param(RebuildStatus.SWITCHED.code())
        .query(RebuildStore::row)
        .list();
  }

  /** Notes that a rebuild has caught up; false if this was noted before. */
  boolean caughtUp(long id) {
    return sql("update %1$s set status = ? where id = ? and status = ?")
            .param(RebuildStatus.CAUGHT_UP.code())
            .param(id)
            .param(RebuildStatus.RUNNING.code())
            .update()
        > 0;
  }

  /** Ends a rebuild; false if it had ended before. */
  boolean end(long id, RebuildStatus status, Instant now) {
    return sql("""
        update %1$s set status = ?, ended_at = ?, active_key = null
        where id = ? and active_key is not null""")
            .param(status.code())
            .param(now.atOffset(ZoneOffset.UTC))
            .param(id)
            .update()
        > 0;
  }

  /** Notes that the former rows of earlier rebuilds of the projection are not needed any more. */
  void replaceEarlier(Rebuild switched) {
    sql("update %1$s set status = ? where projection = ? and status = ? and id < ?")
        .param(RebuildStatus.REPLACED.code())
        .param(switched.projection())
        .param(RebuildStatus.SWITCHED.code())
        .param(switched.id())
        .update();
  }

  /** Notes that the former rows of a rebuild are not needed any more, if it has any. */
  void replace(long id) {
    sql("update %1$s set status = ? where id = ? and status = ?")
        .param(RebuildStatus.REPLACED.code())
        .param(id)
        .param(RebuildStatus.SWITCHED.code())
        .update();
  }

  void setStatus(long id, RebuildStatus status) {
    sql("update %1$s set status = ? where id = ?").param(status.code()).param(id).update();
  }

  void setFailure(long id, RebuildReport.Failure failure) {
    sql("""
        update %1$s set failed_subscription = ?, failed_position = ?, failed_message_id = ?,
          failed_type = ?, error = ? where id = ?""")
        .param(failure.subscription())
        .param(failure.position())
        .param(failure.messageId())
        .param(failure.type())
        .param(failure.error())
        .param(id)
        .update();
  }

  void tablesAreDropped(long id) {
    sql("update %1$s set tables_schema = null where id = ?").param(id).update();
  }

  /** Notes that the progress was logged; false if another node has done so. */
  boolean logged(long id, int percent) {
    return sql("update %1$s set logged_percent = ? where id = ? and logged_percent < ?")
            .param(percent)
            .param(id)
            .param(percent)
            .update()
        > 0;
  }

  void delete(long id) {
    sql("delete from %1$s where id = ?").param(id).update();
  }

  private static Rebuild row(ResultSet row, int number) throws SQLException {
    return new Rebuild(
        row.getLong(1),
        row.getString(2),
        row.getString(3).equals("in_place"),
        RebuildStatus.of(row.getString(4)),
        row.getBoolean(5),
        row.getBoolean(6),
        row.getString(7),
        row.getObject(8, OffsetDateTime.class).toInstant(),
        instant(row.getObject(9, OffsetDateTime.class)),
        row.getString(10),
        row.getInt(11),
        Rebuild.failure(
            row.getString(12),
            row.getLong(13),
            row.getObject(14, UUID.class),
            row.getString(15),
            row.getString(16)));
  }

  private static @Nullable Instant instant(@Nullable OffsetDateTime stored) {
    return stored == null ? null : stored.toInstant();
  }
}

package dev.foliot.workflow.wait;

import dev.foliot.eventstore.FoliotSchema;
import dev.foliot.workflow.encryption.EncryptPayloads;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The waits for events that are not completed, and the position up to which events have been
 * compared with them.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class OpenWaits {
  private static final String OPEN = "w.kind = 'event' and w.completed_at is null";
  private static final String COLUMNS =
      "w.id, w.run_id, w.event_type, w.field, w.field_value, w.conditions, w.from_position, w.deadline_at";

  private final JdbcTemplate jdbc;
  private final EncryptPayloads encryption;
  private final String waits;
  private final String runs;
  private final String position;
  private final String messages;

  public OpenWaits(JdbcTemplate jdbc, FoliotSchema schema, EncryptPayloads encryption) {
    this.jdbc = jdbc;
    this.encryption = encryption;
    this.waits = schema.table("foliot_wait");
    this.runs = schema.table("foliot_run");
    this.position = schema.table("foliot_wait_position");
    this.messages = schema.table("foliot_message");
  }

  /** The place of the result of a wait, for its encryption. */
  public static String answerOf(String id) {
    return "answer to " + id;
  }

  /** The place of the error of a wait, for its encryption. */
  public static String errorOf(String id) {
    return "error of " + id;
  }

  /**
   * The work to do.
   *
   * @param head the end of the log
   * @param hasNew whether there are waits with which no event has been compared yet
   * @param hasOther whether there are other open waits
   */
  record Look(long head, boolean hasNew, boolean hasOther) {
    boolean hasAny() {
      return hasNew || hasOther;
    }
  }

  /** Reads the ends of the indexes of the log and the waits with one statement. */
  Look look() {
    String sql =
        """
        select coalesce((select max(m.position) from %1$s m), 0),
               exists (select 1 from %2$s w where %3$s and w.from_position is not null),
               exists (select 1 from %2$s w where %3$s and w.from_position is null)"""
            .formatted(messages, waits, OPEN);
    return jdbc.query(
            sql, (row, number) -> new Look(row.getLong(1), row.getBoolean(2), row.getBoolean(3)))
        .get(0);
  }

  /** The components that open waits have conditions on, by the type of the event. */
  Map<String, Set<String>> fields() {
    Map<String, Set<String>> fields = new HashMap<>();
    jdbc.query(
        "select distinct w.event_type, w.field from %s w where %s".formatted(waits, OPEN),
        row -> {
          fields.computeIfAbsent(row.getString(1), type -> new HashSet<>()).add(row.getString(2));
        });
    return fields;
  }

  /** The wait of an operation, if it is open. */
  Optional<OpenWait> find(String runId, String operation) {
    String sql =
        "select %s from %s w where %s and w.run_id = ? and w.operation = ?"
            .formatted(COLUMNS, waits, OPEN);
    return jdbc.query(sql, (row, number) -> read(row), runId, operation).stream().findFirst();
  }

  /** The waits with which no event has been compared yet, those with the earliest begin first. */
  List<OpenWait> fresh(int limit) {
    String sql =
        """
        select %s
          from %s w
         where %s and w.from_position is not null
         order by w.from_position
         limit ?"""
            .formatted(COLUMNS, waits, OPEN);
    return jdbc.query(sql, (row, number) -> read(row), limit);
  }

  /**
   * The other waits with one of these keys, in the order of their ids.
   *
   * @param afterId exclusive
   */
  List<OpenWait> withKeys(Collection<EventKey> keys, String afterId, int limit) {
    String sql =
        """
        select %s
          from %s w
         where %s and w.from_position is null
           and (w.event_type, w.field, w.field_value) in (%s)
           and w.id > ?
         order by w.id
         limit ?"""
            .formatted(
                COLUMNS,
                waits,
                OPEN,
                String.join(", ", Collections.nCopies(keys.size(), "(?, ?, ?)")));
    List<Object> arguments = new ArrayList<>();
    keys.forEach(key -> arguments.addAll(List.of(key.type(), key.field(), key.value())));
    arguments.addAll(List.of(afterId, limit));
    return jdbc.query(sql, (row, number) -> read(row), arguments.toArray());
  }

  private static OpenWait read(ResultSet row) throws SQLException {
    OffsetDateTime deadline = row.getObject(8, OffsetDateTime.class);
    return new OpenWait(
        row.getString(1),
        row.getString(2),
        new EventKey(row.getString(3), row.getString(4), row.getString(5)),
        CanonicalJson.readTexts(row.getString(6)),
        row.getObject(7, Long.class),
        deadline == null ? null : deadline.toInstant());
  }

  // ---- changes, in the transaction of the caller

  /** Wakes the runs, always before the rows of their waits are written, as their owners do. */
  void wake(Collection<String> runIds, Instant now) {
    jdbc.batchUpdate(
        "update %s set wakes = wakes + 1, due_at = ? where id = ? and ended_at is null"
            .formatted(runs),
        runIds.stream()
            .distinct()
            .sorted()
            .map(run -> new Object[] {EventWaits.stored(now), run})
            .toList());
  }

  /**
   * The event that completes a wait.
   *
   * @param payload the event as stored
   */
  record Completed(OpenWait open, long position, String payload) {}

  void complete(List<Completed> completed, Instant now) {
    jdbc.batchUpdate(
        "update %s set outcome = 'succeeded', payload = ?, from_position = ?, completed_at = ? where id = ? and completed_at is null"
            .formatted(waits),
        completed.stream()
            .map(
                each ->
                    new @Nullable Object[] {
                      encryption.encrypt(
                          each.open().runId(), answerOf(each.open().id()), each.payload()),
                      each.position(),
                      EventWaits.stored(now),
                      each.open().id()
                    })
            .toList());
  }

  /** All events up to the position of {@link #storePosition} have been compared with the waits. */
  void compared(List<OpenWait> all) {
    updateEach("from_position = null", all);
  }

  /** All events up to this position have been compared with the waits. */
  void comparedUpTo(long through, List<OpenWait> all) {
    updateEach("from_position = greatest(from_position, %s)".formatted(through), all);
  }

  private void updateEach(String assignment, List<OpenWait> all) {
    jdbc.batchUpdate(
        "update %s set %s where id = ? and completed_at is null".formatted(waits, assignment),
        all.stream().map(each -> new Object[] {each.id()}).toList());
  }

  Optional<Long> position() {
    return jdbc.queryForList("select position from " + position, Long.class).stream().findFirst();
  }

  void storePosition(long through) {
    if (jdbc.update("update %s set position = ?".formatted(position), through) == 0) {
      jdbc.update("insert into %s (id, position) values (1, ?)".formatted(position), through);
    }
  }
}

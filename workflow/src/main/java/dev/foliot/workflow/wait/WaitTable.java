package dev.foliot.workflow.wait;

import dev.foliot.eventstore.FoliotSchema;
import dev.foliot.message.MessageJson;
import dev.foliot.unitofwork.UnitOfWork;
import dev.foliot.workflow.journal.Answer;
import dev.foliot.workflow.journal.EntryDetails;
import dev.foliot.workflow.journal.EntryType;
import dev.foliot.workflow.journal.JournalEntry;
import dev.foliot.workflow.journal.OperationKind;
import dev.foliot.workflow.journal.StoredError;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The rows of {@code foliot_wait}. All methods run in the transaction of the caller. A transaction
 * locks the row of the run before the rows of its waits.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class WaitTable {
  private final JdbcTemplate jdbc;
  private final MessageJson json;
  private final String waits;
  private final String runs;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

  public WaitTable(JdbcTemplate jdbc, FoliotSchema schema, MessageJson json) {
    this.jdbc = jdbc;
    this.json = json;
    this.waits = schema.table("foliot_wait");
    this.runs = schema.table("foliot_run");
  }

  /** The id of the wait of an operation; of a callback it is the id of the callback. */
  public static String id(String runId, String operation) {
    return runId + "/" + operation;
  }

  /** From now on the listener is called after each commit on this node that opens an event wait. */
  void listen(Runnable listener) {
    listeners.add(listener);
  }

  /** The opposite of {@link #listen}. */
  void forget(Runnable listener) {
    listeners.remove(listener);
  }

  /** Opens the waits that these new entries of a journal start, and closes those that time out. */
  public void store(String runId, List<JournalEntry> entries) {
    for (JournalEntry entry : entries) {
      if (entry.kind().group().isAnsweredFromOutside()) {
        switch (entry.type()) {
          case STARTED -> open(runId, entry);
          case TIMED_OUT -> complete(id(runId, entry), entry.type(), null, null, entry.at());
          default -> {} // its answer is the outcome of the wait
        }
      }
    }
  }

  private static String id(String runId, JournalEntry entry) {
    return id(runId, entry.operation());
  }

  private void open(String runId, JournalEntry entry) {
    if (entry.kind() == OperationKind.EVENT) {
      openEvent(runId, entry);
    } else {
      openOther(runId, entry, entry.kind() == OperationKind.CALLBACK ? "callback" : "child");
    }
  }

  /**
   * Events are wanted from the start of the run on; if an equal wait of the run was answered, from
   * its event on, so that one event answers one of them.
   */
  private void openEvent(String runId, JournalEntry entry) {
    EntryDetails details = entry.details();
    Map<String, String> conditions = canonical(details.where());
    EventKey key = EventKey.of(Objects.requireNonNull(details.target()), conditions);
    String all = CanonicalJson.write(conditions);
    String sql =
        """
        insert into %1$s
          (id, run_id, operation, kind, event_type, field, field_value, conditions, from_position, deadline_at)
        select ?, r.id, ?, 'event', ?, ?, ?, ?,
               greatest(r.log_position,
                        coalesce((select max(w.from_position)
                                    from %1$s w
                                   where w.run_id = r.id
                                     and w.outcome = 'succeeded'
                                     and w.event_type = ?
                                     and w.conditions = ?), 0)),
               ?
          from %2$s r
         where r.id = ?"""
            .formatted(waits, runs);
    jdbc.update(
        sql,
        id(runId, entry),
        entry.operation(),
        key.type(),
        key.field(),
        key.value(),
        all,
        key.type(),
        all,
        stored(details.dueAt()),
        runId);
    UnitOfWork.current().ifPresent(unit -> listeners.forEach(unit::afterCommit));
  }

  private static Map<String, String> canonical(@Nullable Map<String, String> where) {
    Map<String, String> conditions = new TreeMap<>();
    if (where != null) {
      where.forEach((component, value) -> conditions.put(component, CanonicalJson.of(value)));
    }
    return conditions;
  }

  private void openOther(String runId, JournalEntry entry, String kind) {
    EntryDetails details = entry.details();
    Duration heartbeat = details.heartbeat();
    String sql =
        """
        insert into %s (id, run_id, operation, kind, deadline_at, heartbeat_seconds)
        values (?, ?, ?, ?, ?, ?)"""
            .formatted(waits);
    jdbc.update(
        sql,
        id(runId, entry),
        runId,
        entry.operation(),
        kind,
        stored(details.dueAt()),
        heartbeat == null ? null : heartbeat.toSeconds());
  }

  /**
   * Completes a wait.
   *
   * @param payload the result as JSON
   * @return false if it does not exist, or was completed before
   */
  public boolean complete(
      String id,
      EntryType outcome,
      @Nullable String payload,
      @Nullable StoredError error,
      Instant at) {
    String sql =
        """
        update %s
           set outcome = ?,
               payload = ?,
               error = ?,
               completed_at = ?
         where id = ? and completed_at is null"""
            .formatted(waits);
    String errorText = error == null ? null : json.write(error);
    return jdbc.update(sql, code(outcome), payload, errorText, stored(at), id) == 1;
  }

  /**
   * Lets a run go on at once. Call it before the row of the wait is written.
   *
   * @return false if the run does not exist, or has ended
   */
  public boolean wake(String runId, Instant now) {
    String sql =
        """
        update %s
           set wakes = wakes + 1,
               due_at = ?
         where id = ? and ended_at is null"""
            .formatted(runs);
    return jdbc.update(sql, stored(now), runId) == 1;
  }

  /** What came from outside for a run, the earliest first. */
  public List<Answer> answers(String runId) {
    String sql =
        """
        select operation, outcome, payload, error, coalesce(completed_at, heartbeat_at)
          from %s
         where run_id = ? and (completed_at is not null or heartbeat_at is not null)
         order by coalesce(completed_at, heartbeat_at), id"""
            .formatted(waits);
    return jdbc.query(sql, (row, number) -> answer(row), runId);
  }

  private Answer answer(ResultSet row) throws SQLException {
    String outcome = row.getString(2);
    String error = row.getString(4);
    return new Answer(
        row.getString(1),
        outcome == null ? null : EntryType.valueOf(outcome.toUpperCase(Locale.ROOT)),
        row.getString(3),
        error == null ? null : json.read(error, StoredError.class),
        row.getObject(5, OffsetDateTime.class).toInstant());
  }

  /** Removes the waits of a run that are still open: it has ended, or goes on as new. */
  public void removeOpen(String runId) {
    jdbc.update("delete from %s where run_id = ? and completed_at is null".formatted(waits), runId);
  }

  static String code(EntryType outcome) {
    return outcome.name().toLowerCase(Locale.ROOT);
  }

  static @Nullable OffsetDateTime stored(@Nullable Instant instant) {
    return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
  }
}

package dev.foliot.workflow.run;

import dev.foliot.eventstore.FoliotSchema;
import dev.foliot.message.MessageJson;
import dev.foliot.workflow.encryption.EncryptPayloads;
import dev.foliot.workflow.journal.Answer;
import dev.foliot.workflow.journal.EntryDetails;
import dev.foliot.workflow.journal.EntryType;
import dev.foliot.workflow.journal.JournalEntry;
import dev.foliot.workflow.journal.OperationIds;
import dev.foliot.workflow.journal.OperationKind;
import dev.foliot.workflow.journal.StoredError;
import dev.foliot.workflow.wait.EventWaits;
import dev.foliot.workflow.wait.OpenWaits;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The rows of {@code foliot_wait}. All methods run in the transaction of the caller. A transaction
 * locks the row of the run before the rows of its waits, as {@link RunTable} describes.
 */
final class WaitTable {
  /** The maximum number of operations that a statement names. */
  private static final int MAX_OPERATIONS = 1_000;

  private final JdbcTemplate jdbc;
  private final MessageJson json;
  private final String waits;
  private final String runs;
  private final EncryptPayloads encryption;
  private final EventWaits events;

  WaitTable(
      JdbcTemplate jdbc,
      FoliotSchema schema,
      MessageJson json,
      EncryptPayloads encryption,
      EventWaits events) {
    this.encryption = encryption;
    this.jdbc = jdbc;
    this.json = json;
    this.events = events;
    this.waits = schema.table("foliot_wait");
    this.runs = schema.table("foliot_run");
  }

  /**
   * The id of the wait that an entry opens. For a callback, it is the id of the callback. Answers
   * for an earlier round do not find the wait.
   */
  static String id(RunRow run, JournalEntry started) {
    return started.kind() == OperationKind.INVOKE
        ? idOfChild(
            run.id(), started.operation(), Objects.requireNonNull(started.details().childRun()))
        : OperationIds.of(run.id(), run.round(), started.operation());
  }

  /** The id of the wait for a child run. It is the same if a later round joins the child run. */
  static String idOfChild(String runId, String operation, String childRun) {
    return runId + "/" + operation + "/" + childRun;
  }

  /**
   * Closes the wait of an operation that times out.
   *
   * @throws AnsweredMeanwhileException if the wait has been answered, or if a heartbeat was in time
   */
  void timeOut(String runId, JournalEntry entry) {
    String sql =
        """
        update %s
           set outcome = ?,
               completed_at = ?
         where run_id = ? and operation = ? and completed_at is null
           and coalesce(heartbeat_at <= cast(? as timestamp with time zone), true)"""
            .formatted(waits);
    Duration heartbeat = entry.details().heartbeat();
    int closed =
        jdbc.update(
            sql,
            RunColumns.stored(entry.type()),
            RunColumns.stored(entry.at()),
            runId,
            entry.operation(),
            heartbeat == null ? null : RunColumns.stored(entry.at().minus(heartbeat)));
    if (closed == 0) {
      throw new AnsweredMeanwhileException(runId + "/" + entry.operation());
    }
  }

  /** Opens the waits that new entries of a journal start. */
  void open(RunRow run, List<JournalEntry> started) {
    started.forEach(entry -> open(run, entry));
  }

  private void open(RunRow run, JournalEntry entry) {
    if (entry.kind() == OperationKind.EVENT) {
      events.open(id(run, entry), run.id(), entry);
    } else {
      openOther(run, entry, entry.kind() == OperationKind.CALLBACK ? "callback" : "child");
    }
  }

  private void openOther(RunRow run, JournalEntry entry, String kind) {
    EntryDetails details = entry.details();
    Duration heartbeat = details.heartbeat();
    String sql =
        """
        insert into %s (id, run_id, operation, kind, deadline_at, heartbeat_seconds)
        values (?, ?, ?, ?, ?, ?)"""
            .formatted(waits);
    jdbc.update(
        sql,
        id(run, entry),
        run.id(),
        entry.operation(),
        kind,
        RunColumns.stored(details.dueAt()),
        heartbeat == null ? null : heartbeat.toSeconds());
  }

  /**
   * Completes a wait.
   *
   * @param payload the result as JSON
   * @return false if it does not exist, or was completed before
   */
  boolean complete(
      String runId,
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
    return jdbc.update(
            sql,
            RunColumns.stored(outcome),
            encryption.encrypt(runId, OpenWaits.answerOf(id), payload),
            encryption.encrypt(
                runId, OpenWaits.errorOf(id), error == null ? null : json.write(error)),
            RunColumns.stored(at),
            id)
        == 1;
  }

  /**
   * Makes a run due at once. Must be called before the row of the wait is written.
   *
   * @return false if the run does not exist, or has ended
   */
  boolean wake(String runId, Instant now) {
    String sql =
        """
        update %s
           set wakes = wakes + 1,
               due_at = ?
         where id = ? and ended_at is null"""
            .formatted(runs);
    return jdbc.update(sql, RunColumns.stored(now), runId) == 1;
  }

  /**
   * The answers from outside for a run, the earliest first.
   *
   * @param operations the answers for these operations are included, and possibly others
   */
  List<Answer> answers(String runId, Set<String> operations) {
    boolean isMany = operations.size() > MAX_OPERATIONS;
    String sql =
        """
        select operation, outcome, payload, error, coalesce(completed_at, heartbeat_at), id
          from %s
         where run_id = ?%s and (completed_at is not null or heartbeat_at is not null)
         order by coalesce(completed_at, heartbeat_at), id"""
            .formatted(
                waits,
                isMany
                    ? ""
                    : Collections.nCopies(operations.size(), "?").stream()
                        .collect(Collectors.joining(", ", " and operation in (", ")")));
    List<Object> values = new ArrayList<>(List.of(runId));
    if (!isMany) {
      values.addAll(operations);
    }
    return jdbc.query(sql, (row, number) -> answer(runId, row), values.toArray());
  }

  private Answer answer(String runId, ResultSet row) throws SQLException {
    String outcome = row.getString(2);
    String id = row.getString(6);
    String error = encryption.decrypt(runId, OpenWaits.errorOf(id), row.getString(4));
    return new Answer(
        row.getString(1),
        outcome == null ? null : EntryType.valueOf(outcome.toUpperCase(Locale.ROOT)),
        encryption.decrypt(runId, OpenWaits.answerOf(id), row.getString(3)),
        error == null ? null : json.read(error, StoredError.class),
        row.getObject(5, OffsetDateTime.class).toInstant());
  }

  /** Removes the open waits of a run that has ended, or continues as new. */
  void removeOpen(String runId) {
    jdbc.update("delete from %s where run_id = ? and completed_at is null".formatted(waits), runId);
  }

  /** Lets the run ignore events up to the last event that has answered one of its waits. */
  void forgetAnsweredEvents(String runId) {
    String sql =
        """
        update %s r
           set got_position = greatest(r.got_position,
                                       (select coalesce(max(w.from_position), 0)
                                          from %s w
                                         where w.run_id = r.id and w.kind = 'event' and w.outcome = 'succeeded'))
         where r.id = ?"""
            .formatted(runs, waits);
    jdbc.update(sql, runId);
  }

  /**
   * Copies an answered wait for an event, so that a fork does not get the event again. The event
   * itself is in the journal.
   */
  void copy(String from, String to, String toRun) {
    String sql =
        """
        insert into %1$s
          (id, run_id, operation, kind, event_type, field, field_value, conditions, from_position,
           deadline_at, outcome, completed_at)
        select ?, ?, operation, kind, event_type, field, field_value, conditions, from_position,
               deadline_at, outcome, completed_at
          from %1$s
         where id = ?"""
            .formatted(waits);
    jdbc.update(sql, to, toRun, from);
  }

  /** Removes the waits of some operations, answered or not. */
  void remove(String runId, Collection<String> operations) {
    jdbc.batchUpdate(
        "delete from %s where run_id = ? and operation = ?".formatted(waits),
        operations.stream().map(operation -> new Object[] {runId, operation}).toList());
  }

  /** Removes all waits of a run. */
  void remove(String runId) {
    jdbc.update("delete from %s where run_id = ?".formatted(waits), runId);
  }
}

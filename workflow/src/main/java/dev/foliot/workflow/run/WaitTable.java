package dev.foliot.workflow.run;

import dev.foliot.eventstore.FoliotSchema;
import dev.foliot.message.MessageJson;
import dev.foliot.workflow.journal.Answer;
import dev.foliot.workflow.journal.EntryDetails;
import dev.foliot.workflow.journal.EntryType;
import dev.foliot.workflow.journal.JournalEntry;
import dev.foliot.workflow.journal.OperationKind;
import dev.foliot.workflow.journal.StoredError;
import dev.foliot.workflow.wait.EventWaits;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The rows of {@code foliot_wait}. All methods run in the transaction of the caller. A transaction
 * locks the row of the run before the rows of its waits.
 */
final class WaitTable {
  private final JdbcTemplate jdbc;
  private final MessageJson json;
  private final String waits;
  private final String runs;
  private final EventWaits events;

  WaitTable(JdbcTemplate jdbc, FoliotSchema schema, MessageJson json, EventWaits events) {
    this.jdbc = jdbc;
    this.json = json;
    this.events = events;
    this.waits = schema.table("foliot_wait");
    this.runs = schema.table("foliot_run");
  }

  /** The id of the wait of an operation; of a callback it is the id of the callback. */
  static String id(String runId, String operation) {
    return runId + "/" + operation;
  }

  /**
   * Opens the waits that these new entries of a journal start, and closes those that time out.
   *
   * @throws AnsweredMeanwhileException if one that times out has been answered
   */
  void store(String runId, List<JournalEntry> entries) {
    for (JournalEntry entry : entries) {
      if (entry.kind().group().isAnsweredFromOutside()) {
        switch (entry.type()) {
          case STARTED -> open(runId, entry);
          case TIMED_OUT -> timeOut(runId, entry);
          default -> {} // its answer is the outcome of the wait
        }
      }
    }
  }

  private void timeOut(String runId, JournalEntry entry) {
    String id = id(runId, entry);
    if (!complete(id, entry.type(), null, null, entry.at())) {
      throw new AnsweredMeanwhileException(id);
    }
  }

  private static String id(String runId, JournalEntry entry) {
    return id(runId, entry.operation());
  }

  private void open(String runId, JournalEntry entry) {
    if (entry.kind() == OperationKind.EVENT) {
      events.open(id(runId, entry), runId, entry);
    } else {
      openOther(runId, entry, entry.kind() == OperationKind.CALLBACK ? "callback" : "child");
    }
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
    return jdbc.update(
            sql, RunColumns.stored(outcome), payload, errorText, RunColumns.stored(at), id)
        == 1;
  }

  /**
   * Lets a run go on at once. Call it before the row of the wait is written.
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

  /** What came from outside for a run, the earliest first. */
  List<Answer> answers(String runId) {
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
  void removeOpen(String runId) {
    jdbc.update("delete from %s where run_id = ? and completed_at is null".formatted(waits), runId);
  }

  /** Removes all waits of a run. */
  void remove(String runId) {
    jdbc.update("delete from %s where run_id = ?".formatted(waits), runId);
  }
}

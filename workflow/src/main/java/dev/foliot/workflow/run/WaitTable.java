package dev.foliot.workflow.run;

import dev.foliot.eventstore.FoliotSchema;
import dev.foliot.message.MessageJson;
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
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** The rows of {@code foliot_wait}: what runs wait for. */
final class WaitTable {
  static final String TIMED_OUT = "timed_out";

  private final JdbcTemplate jdbc;
  private final String table;
  private final String runs;
  private final MessageJson json;

  WaitTable(JdbcTemplate jdbc, FoliotSchema schema, MessageJson json) {
    this.jdbc = jdbc;
    this.table = schema.table("foliot_wait");
    this.runs = schema.table("foliot_run");
    this.json = json;
  }

  /** The id of the wait of an operation; that of a callback is the id of the callback. */
  static String id(String runId, String operation) {
    return runId + "/" + operation;
  }

  /** Opens the wait of an operation. */
  void open(String runId, JournalEntry started) {
    EntryDetails details = started.details();
    boolean isEvent = started.kind() == OperationKind.EVENT;
    Optional<Map.Entry<String, String>> first =
        details.where() == null
            ? Optional.empty()
            : details.where().entrySet().stream().min(Map.Entry.comparingByKey());
    Duration heartbeat = details.heartbeat();
    jdbc.update(
        "insert into %s (id, run_id, operation, kind, event_type, field, field_value, deadline_at, heartbeat_seconds) values (?, ?, ?, ?, ?, ?, ?, ?, ?)"
            .formatted(table),
        id(runId, started.operation()),
        runId,
        started.operation(),
        kind(started),
        isEvent ? details.target() : null,
        first.map(Map.Entry::getKey).orElse(null),
        first.map(Map.Entry::getValue).orElse(null),
        RunColumns.stored(details.dueAt()),
        heartbeat == null ? null : heartbeat.toSeconds());
  }

  private static String kind(JournalEntry started) {
    return switch (started.kind()) {
      case INVOKE -> "child";
      default -> started.kind().name().toLowerCase(Locale.ROOT);
    };
  }

  /** What came from outside for a run, the earliest first. */
  List<Answer> answers(String runId) {
    return jdbc.query(
        "select operation, outcome, payload, error, completed_at, heartbeat_at from %s where run_id = ? and (outcome <> '%s' or (outcome is null and heartbeat_at is not null)) order by coalesce(completed_at, heartbeat_at), id"
            .formatted(table, TIMED_OUT),
        this::answer,
        runId);
  }

  private Answer answer(ResultSet row, int number) throws SQLException {
    String outcome = row.getString("outcome");
    String error = row.getString("error");
    Instant completed = RunColumns.instant(row, "completed_at");
    return new Answer(
        row.getString("operation"),
        outcome == null ? null : EntryType.valueOf(outcome.toUpperCase(Locale.ROOT)),
        row.getString("payload"),
        error == null ? null : json.read(error, StoredError.class),
        Objects.requireNonNull(
            completed == null ? RunColumns.instant(row, "heartbeat_at") : completed));
  }

  /**
   * Stores the outcome of a wait; false if there is no such wait, or if it has an outcome.
   *
   * @param error null if it has succeeded
   */
  boolean complete(String id, @Nullable String payload, @Nullable StoredError error, Instant now) {
    return jdbc.update(
            "update %s set outcome = ?, payload = ?, error = ?, completed_at = ? where id = ? and outcome is null"
                .formatted(table),
            error == null ? "succeeded" : "failed",
            payload,
            error == null ? null : json.write(error),
            RunColumns.stored(now),
            id)
        == 1;
  }

  /** Its time is over; false if it has an outcome. */
  boolean timeOut(String id, Instant now) {
    return jdbc.update(
            "update %s set outcome = '%s', completed_at = ? where id = ? and outcome is null"
                .formatted(table, TIMED_OUT),
            RunColumns.stored(now),
            id)
        == 1;
  }

  /** A heartbeat of a callback; false if it takes none any more. */
  boolean heartbeat(String id, Instant now) {
    return jdbc.update(
            "update %1$s set heartbeat_at = ? where id = ? and kind = 'callback' and outcome is null and exists (select 1 from %2$s r where r.id = run_id and r.ended_at is null)"
                .formatted(table, runs),
            RunColumns.stored(now),
            id)
        == 1;
  }

  /** The run of a callback. */
  Optional<String> runOfCallback(String id) {
    return jdbc
        .queryForList(
            "select run_id from %s where id = ? and kind = 'callback'".formatted(table),
            String.class,
            id)
        .stream()
        .findFirst();
  }

  /** The outcome of a wait; empty if it has none. */
  Optional<String> outcome(String id) {
    return jdbc
        .queryForList(
            "select outcome from %s where id = ? and outcome is not null".formatted(table),
            String.class,
            id)
        .stream()
        .findFirst();
  }

  /** No event is for a run any more. */
  void deleteOpenEvents(String runId) {
    jdbc.update(
        "delete from %s where run_id = ? and kind = 'event' and outcome is null".formatted(table),
        runId);
  }

  void delete(String runId) {
    jdbc.update("delete from %s where run_id = ?".formatted(table), runId);
  }
}

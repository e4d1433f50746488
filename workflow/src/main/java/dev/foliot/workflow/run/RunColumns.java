package dev.foliot.workflow.run;

import dev.foliot.time.StorableInstant;
import dev.foliot.workflow.RunStatus;
import dev.foliot.workflow.encryption.EncryptPayloads;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The columns of {@code foliot_run}, in their order. */
final class RunColumns {
  static final String NAMES =
      "id, workflow, version, status, priority, lane, due_at, owner, fence, wakes, invocations, round, entries, input, result, error, parent_run, parent_operation, correlation_id, causation_id, metadata, forked_from, cancel_requested, created_at, started_at, round_at, ended_at, start_by, deadline_at, timeout_from, concurrency_key, throttle_key, queue, queued_at, joined_run, cancel_key";
  static final String SELECTED = "r." + NAMES.replace(", ", ", r.");

  // The places of the encrypted columns.
  static final String INPUT = "input";
  static final String RESULT = "result";
  static final String ERROR = "error";

  private RunColumns() {}

  static RunRow read(ResultSet row, int number) throws SQLException {
    return new RunRow(
        new RunRow.Identity(
            row.getString("id"),
            row.getString("workflow"),
            row.getInt("version"),
            row.getInt("priority"),
            row.getInt("lane"),
            row.getString("parent_run"),
            row.getString("parent_operation"),
            row.getObject("correlation_id", UUID.class),
            row.getObject("causation_id", UUID.class),
            row.getString("metadata"),
            row.getString("forked_from")),
        row.getString("input"),
        status(row.getString("status")),
        instant(row, "due_at"),
        row.getString("owner"),
        row.getLong("fence"),
        row.getLong("wakes"),
        row.getInt("invocations"),
        row.getInt("round"),
        row.getString("result"),
        row.getString("error"),
        row.getBoolean("cancel_requested"),
        new RunRow.Times(
            row.getObject("created_at", OffsetDateTime.class).toInstant(),
            instant(row, "started_at"),
            instant(row, "round_at"),
            instant(row, "ended_at"),
            instant(row, "start_by"),
            instant(row, "deadline_at"),
            instant(row, "timeout_from")),
        new RunRow.Flow(
            row.getString("concurrency_key"),
            row.getString("throttle_key"),
            row.getString("queue"),
            instant(row, "queued_at"),
            row.getString("joined_run"),
            row.getString("cancel_key")));
  }

  /** The values of a new row. */
  static @Nullable Object[] values(RunRow run, EncryptPayloads encryption) {
    RunRow.Identity identity = run.identity();
    RunRow.Times times = run.times();
    RunRow.Flow flow = run.flow();
    return new @Nullable Object[] {
      identity.id(),
      identity.workflow(),
      identity.version(),
      stored(run.status()),
      identity.priority(),
      identity.lane(),
      stored(run.dueAt()),
      run.owner(),
      run.fence(),
      run.wakes(),
      run.invocations(),
      run.round(),
      0,
      encryption.encrypt(run.id(), INPUT, run.input()),
      encryption.encrypt(run.id(), RESULT, run.result()),
      encryption.encrypt(run.id(), ERROR, run.error()),
      identity.parentRun(),
      identity.parentOperation(),
      identity.correlationId(),
      identity.causationId(),
      identity.metadata(),
      identity.forkedFrom(),
      run.cancelRequested(),
      stored(times.created()),
      stored(times.started()),
      stored(times.round()),
      stored(times.ended()),
      stored(times.startBy()),
      stored(times.deadline()),
      stored(times.timeoutFrom()),
      flow.concurrencyKey(),
      flow.throttleKey(),
      flow.queue(),
      stored(flow.queuedAt()),
      flow.joinedRun(),
      flow.cancelKey()
    };
  }

  static String stored(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  static RunStatus status(String stored) {
    return RunStatus.valueOf(stored.toUpperCase(Locale.ROOT));
  }

  static @Nullable OffsetDateTime stored(@Nullable Instant instant) {
    return instant == null ? null : StorableInstant.nearest(instant).atOffset(ZoneOffset.UTC);
  }

  static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    OffsetDateTime value = row.getObject(column, OffsetDateTime.class);
    return value == null ? null : value.toInstant();
  }
}

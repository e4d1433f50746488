package dev.foliot.outbox;

import dev.foliot.message.MessageJson;
import dev.foliot.message.Metadata;
import dev.foliot.message.Priority;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;

/** Reads a row of {@code foliot_outbox}. */
record ReadEntry(MessageJson json) implements RowMapper<OutboxEntry> {

  /** The part of the metadata that has no column of its own. */
  record StoredMetadata(
      String correlationId,
      @Nullable UUID causationId,
      @Nullable String traceParent,
      Map<String, String> headers) {}

  @Override
  public OutboxEntry mapRow(ResultSet row, int number) throws SQLException {
    StoredMetadata stored = json.read(row.getString("metadata"), StoredMetadata.class);
    Metadata metadata =
        new Metadata(
            row.getObject("message_id", UUID.class),
            stored.correlationId(),
            stored.causationId(),
            Priority.of(row.getInt("priority")),
            row.getObject("occurred_at", OffsetDateTime.class).toInstant(),
            row.getString("type"),
            row.getInt("type_version"),
            null,
            stored.traceParent(),
            stored.headers());
    return new OutboxEntry(
        row.getLong("id"),
        new OutboundMessage(
            row.getString("destination"),
            row.getString("message_key"),
            metadata,
            row.getString("payload")),
        OutboxStatus.valueOf(row.getString("status").toUpperCase(Locale.ROOT)),
        row.getInt("attempts"),
        instant(row, "next_attempt_at"),
        instant(row, "published_at"),
        row.getString("error"),
        discard(row));
  }

  private static OutboxEntry.@Nullable Discard discard(ResultSet row) throws SQLException {
    Instant at = instant(row, "discarded_at");
    return at == null
        ? null
        : new OutboxEntry.Discard(
            row.getString("discarded_by"), at, row.getString("discard_reason"));
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    OffsetDateTime value = row.getObject(column, OffsetDateTime.class);
    return value == null ? null : value.toInstant();
  }
}

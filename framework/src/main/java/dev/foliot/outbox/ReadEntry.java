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
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;

/**
 * Reads a row of {@code foliot_outbox}. A row with unreadable metadata is an entry, too: it fails
 * when it is published, and must not stop entries of other keys.
 */
record ReadEntry(MessageJson json) implements RowMapper<ReadEntry.Row> {

  /**
   * A row.
   *
   * @param entry has the id of its message as its correlation id if the metadata is broken
   * @param broken why the metadata cannot be read; null if it is complete
   */
  record Row(OutboxEntry entry, @Nullable RuntimeException broken) {

    /**
     * Returns the message to publish.
     *
     * @throws IllegalStateException if the stored metadata cannot be read
     */
    OutboundMessage message() {
      if (broken != null) {
        throw new IllegalStateException(reason(entry.id(), broken), broken);
      }
      return entry.message();
    }
  }

  /** The part of the metadata that has no column of its own. */
  record StoredMetadata(
      String correlationId,
      @Nullable UUID causationId,
      @Nullable String traceParent,
      Map<String, String> headers) {

    StoredMetadata {
      Objects.requireNonNull(correlationId, "correlationId");
      headers = Map.copyOf(headers);
    }
  }

  @Override
  public Row mapRow(ResultSet row, int number) throws SQLException {
    StoredMetadata rest;
    RuntimeException broken = null;
    try {
      rest = Objects.requireNonNull(json.read(row.getString("metadata"), StoredMetadata.class));
    } catch (RuntimeException e) {
      rest = new StoredMetadata(row.getString("message_id"), null, null, Map.of());
      broken = e;
    }
    return new Row(entry(row, metadata(row, rest), broken), broken);
  }

  private static Metadata metadata(ResultSet row, StoredMetadata rest) throws SQLException {
    return new Metadata(
        row.getObject("message_id", UUID.class),
        rest.correlationId(),
        rest.causationId(),
        Priority.of(row.getInt("priority")),
        row.getObject("occurred_at", OffsetDateTime.class).toInstant(),
        row.getString("type"),
        row.getInt("type_version"),
        null,
        rest.traceParent(),
        rest.headers());
  }

  private static OutboxEntry entry(
      ResultSet row, Metadata metadata, @Nullable RuntimeException broken) throws SQLException {
    long id = row.getLong("id");
    String error = row.getString("error");
    return new OutboxEntry(
        id,
        new OutboundMessage(
            row.getString("destination"),
            row.getString("message_key"),
            metadata,
            row.getString("payload")),
        OutboxStatus.valueOf(row.getString("status").toUpperCase(Locale.ROOT)),
        row.getInt("attempts"),
        instant(row, "next_attempt_at"),
        instant(row, "published_at"),
        error == null && broken != null ? reason(id, broken) : error,
        discard(row));
  }

  private static String reason(long id, RuntimeException broken) {
    return "The metadata of entry %s in foliot_outbox cannot be read: %s. Repair the column metadata of the row and retry the entry, or discard it."
        .formatted(id, MessageJson.describe(broken));
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

package dev.foliot.eventstore;

import dev.foliot.message.Lane;
import dev.foliot.message.MessageJson;
import dev.foliot.message.MessageKind;
import dev.foliot.message.Metadata;
import dev.foliot.message.Priority;
import dev.foliot.message.RecordedMessage;
import dev.foliot.message.RecordedMessage.PayloadReader;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import tools.jackson.core.JacksonException;

/**
 * A row of {@code foliot_message} as it was read.
 *
 * @param message null if this version of Foliot does not know the row's kind
 */
record LogRow(long position, @Nullable RecordedMessage message) {
  static final String COLUMNS =
      """
      m.position, m.kind, m.category, m.stream, m.stream_version, m.id, m.type, m.type_version, \
      m.priority, m.lane, m.delivered_synchronously, m.payload, m.metadata, m.occurred_at""";

  static final int COLUMN_COUNT = 14;

  static RowMapper<LogRow> mapper(MessageJson json) {
    return (row, number) -> {
      MessageKind kind = MessageKind.of(row.getInt(2)).orElse(null);
      return new LogRow(row.getLong(1), kind == null ? null : message(row, kind, json));
    };
  }

  private static RecordedMessage message(ResultSet row, MessageKind kind, MessageJson json)
      throws SQLException {
    UUID id = row.getObject(6, UUID.class);
    PayloadReader reader =
        kind == MessageKind.TOMBSTONE ? each -> json.read(each.json(), Tombstone.class) : json;
    try {
      return message(row, kind, json.read(row.getString(13), StoredMetadata.class), reader);
    } catch (JacksonException e) {
      // It fails when it is handled, as a broken payload does: it must not stop the reader (R27).
      return message(row, kind, StoredMetadata.unreadable(id), unreadable(id, e));
    }
  }

  private static RecordedMessage message(
      ResultSet row, MessageKind kind, StoredMetadata stored, PayloadReader reader)
      throws SQLException {
    return new RecordedMessage(
        row.getLong(1),
        kind,
        row.getString(3),
        row.getString(4),
        row.getLong(5),
        Lane.of(row.getInt(10)),
        row.getBoolean(11),
        metadata(row, stored),
        row.getString(12),
        reader);
  }

  private static Metadata metadata(ResultSet row, StoredMetadata stored) throws SQLException {
    return new Metadata(
        row.getObject(6, UUID.class),
        stored.correlationId(),
        stored.causationId(),
        Priority.of(row.getInt(9)),
        row.getObject(14, OffsetDateTime.class).toInstant(),
        row.getString(7),
        row.getInt(8),
        stored.deadline(),
        stored.traceParent(),
        stored.headersOrNone());
  }

  private static PayloadReader unreadable(UUID id, JacksonException cause) {
    return message -> {
      throw new IllegalStateException(
          "Message %s cannot be read: its metadata is broken: %s"
              .formatted(id, cause.getOriginalMessage()),
          cause);
    };
  }

  /** The messages of known kinds. */
  static List<RecordedMessage> messages(List<LogRow> rows) {
    return rows.stream().map(LogRow::message).filter(Objects::nonNull).toList();
  }
}

package dev.foliot.eventstore;

import dev.foliot.message.Lane;
import dev.foliot.message.MessageJson;
import dev.foliot.message.MessageKind;
import dev.foliot.message.Metadata;
import dev.foliot.message.Priority;
import dev.foliot.message.RecordedMessage;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;

/**
 * A row of {@code foliot_message} as it was read.
 *
 * @param message null if this version of Foliot does not know the row's kind
 */
record LogRow(long position, @Nullable RecordedMessage message) {
  static final String COLUMNS =
      """
      m.position, m.kind, m.category, m.stream, m.stream_version, m.id, m.type, m.type_version, \
      m.priority, m.lane, m.delivered_synchronously, m.payload, m.metadata, m.occurred_at, \
      m.correlation_id, m.causation_id""";

  static final int COLUMN_COUNT = 16;

  static RowMapper<LogRow> mapper(MessageJson json) {
    return (row, number) -> {
      MessageKind kind = json.kind(row.getInt(2)).orElse(null);
      return new LogRow(row.getLong(1), kind == null ? null : message(row, kind, json));
    };
  }

  static RecordedMessage message(ResultSet row, MessageKind kind, MessageJson json)
      throws SQLException {
    StoredMetadata rest = StoredMetadata.NONE;
    RuntimeException broken = null;
    String stored = row.getString(13);
    if (stored != null) {
      try {
        rest = Objects.requireNonNull(json.read(stored, StoredMetadata.class));
      } catch (RuntimeException e) {
        broken = e; // it fails when it is handled: it must not stop the reader (R27)
      }
    }
    return new RecordedMessage(
        row.getLong(1),
        kind,
        row.getString(3),
        row.getString(4),
        row.getLong(5),
        Lane.of(row.getInt(10)),
        row.getBoolean(11),
        metadata(row, rest),
        broken,
        row.getString(12),
        json);
  }

  private static Metadata metadata(ResultSet row, StoredMetadata rest) throws SQLException {
    return new Metadata(
        row.getObject(6, UUID.class),
        rest.correlationIdOr(row.getObject(15, UUID.class)),
        row.getObject(16, UUID.class),
        Priority.of(row.getInt(9)),
        row.getObject(14, OffsetDateTime.class).toInstant(),
        row.getString(7),
        row.getInt(8),
        rest.deadline(),
        rest.traceParent(),
        rest.headersOrNone());
  }

  /** The messages of known kinds. */
  static List<RecordedMessage> messages(List<LogRow> rows) {
    return rows.stream().map(LogRow::message).filter(Objects::nonNull).toList();
  }
}

package dev.foliot.eventstore;

import dev.foliot.message.Lane;
import dev.foliot.message.MessageJson;
import dev.foliot.message.MessageKind;
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
    PayloadReader reader =
        kind == MessageKind.TOMBSTONE ? each -> json.read(each.json(), Tombstone.class) : json;
    return new RecordedMessage(
        kind,
        row.getString(3),
        row.getString(4),
        row.getLong(5),
        metadata(row, json),
        row.getString(12),
        reader);
  }

  static LoggedMetadata metadata(ResultSet row, MessageJson json) throws SQLException {
    return new LoggedMetadata(
        row.getLong(1),
        Lane.of(row.getInt(10)),
        row.getBoolean(11),
        row.getObject(6, UUID.class),
        row.getString(7),
        row.getInt(8),
        row.getInt(9),
        row.getObject(14, OffsetDateTime.class),
        row.getString(13),
        json);
  }

  /** The messages of known kinds. */
  static List<RecordedMessage> messages(List<LogRow> rows) {
    return rows.stream().map(LogRow::message).filter(Objects::nonNull).toList();
  }
}

package dev.foliot.eventstore;

import dev.foliot.message.MessageJson;
import dev.foliot.message.MessageKind;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;

/** A row of a stream, with only the columns that make the state of the stream. */
record LoadedRow(long version, int kind, String type, int typeVersion, String json) {
  static final String COLUMNS = "m.stream_version, m.kind, m.type, m.type_version, m.payload";

  static final RowMapper<LoadedRow> MAPPER =
      (row, number) ->
          new LoadedRow(
              row.getLong(1), row.getInt(2), row.getString(3), row.getInt(4), row.getString(5));

  /** The event; null for a tombstone, and for an event that needs the whole message. */
  @Nullable Object payload(MessageJson reader) {
    return kind == MessageKind.EVENT.code()
        ? reader.readUnchanged(MessageKind.EVENT, type, typeVersion, json).orElse(null)
        : null;
  }
}

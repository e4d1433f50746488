package dev.foliot.engine;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads the keys that wait behind a failed message. */
final class ReadHeldKeys {
  private final Storage storage;

  ReadHeldKeys(Storage storage) {
    this.storage = storage;
  }

  /** The held keys of one segment, in the order of the log. */
  List<HeldKey> of(SegmentId segment) {
    return storage
        .jdbc()
        .sql(
            """
            select held_key, position, attempts, status, next_attempt_at, message_id, message_type,
              category, stream, first_failed_at, last_failed_at, error_class, error_text, stack_trace
            from %s where subscription = ? and segment = ? order by position"""
                .formatted(storage.table("foliot_held")))
        .params(segment.subscription(), segment.number())
        .query((row, n) -> heldKey(row))
        .list();
  }

  private static HeldKey heldKey(ResultSet row) throws SQLException {
    return new HeldKey(
        row.getString("held_key"),
        row.getLong("position"),
        row.getInt("attempts"),
        HeldStatus.of(row.getString("status")),
        instant(row, "next_attempt_at"),
        row.getObject("message_id", UUID.class),
        row.getString("message_type"),
        row.getString("category"),
        row.getString("stream"),
        row.getObject("first_failed_at", OffsetDateTime.class).toInstant(),
        row.getObject("last_failed_at", OffsetDateTime.class).toInstant(),
        row.getString("error_class"),
        row.getString("error_text"),
        row.getString("stack_trace"));
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    OffsetDateTime value = row.getObject(column, OffsetDateTime.class);
    return value == null ? null : value.toInstant();
  }
}

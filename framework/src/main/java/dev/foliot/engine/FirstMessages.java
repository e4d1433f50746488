package dev.foliot.engine;

import dev.foliot.eventstore.FoliotSchema;
import dev.foliot.message.Lane;
import dev.foliot.message.MessageKind;
import dev.foliot.message.Metadata;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Finds the first messages of some types in the log that a new or synchronous subscription needs.
 */
record FirstMessages(JdbcClient jdbc, FoliotSchema schema) {
  /**
   * The position of the first message that was stored since an instant; empty if there is none. A
   * message that waited for its time was stored when it was due or later, and may be older.
   */
  Optional<Long> storedSince(Instant oldest, MessageKind kind, Set<String> types) {
    if (types.isEmpty()) {
      return Optional.empty();
    }
    String due = "\"%s\":\"".formatted(Metadata.DUE_AT); // its value is compared in seconds
    return jdbc.sql(
            """
            select position from %s
            where kind = :kind and type in (:types)
              and (occurred_at >= :oldest
                or (metadata like :dueHeader
                  and substring(metadata, position(:due in metadata) + :length, 19) >= :oldestDue))
            order by position fetch first 1 rows only"""
                .formatted(schema.table("foliot_message")))
        .param("kind", kind.code())
        .param("types", types)
        .param("oldest", oldest.atOffset(ZoneOffset.UTC))
        .param("dueHeader", "%" + due + "%")
        .param("due", due)
        .param("length", due.length())
        .param("oldestDue", oldest.plusSeconds(1).toString().substring(0, 19))
        .query(Long.class)
        .optional();
  }

  /** The position of the first message after another one that only the engine can deliver. */
  Optional<Long> undelivered(MessageKind kind, Set<String> types, Lane lane, long after) {
    if (types.isEmpty()) {
      return Optional.empty();
    }
    return jdbc.sql(
            """
            select position from %s
            where position > :after and kind = :kind and lane = :lane and type in (:types)
              and not delivered_synchronously
            order by position fetch first 1 rows only"""
                .formatted(schema.table("foliot_message")))
        .param("after", after)
        .param("kind", kind.code())
        .param("lane", lane.code())
        .param("types", types)
        .query(Long.class)
        .optional();
  }
}

package dev.foliot.engine;

import dev.foliot.eventstore.FoliotSchema;
import dev.foliot.message.MessageKind;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The held messages of a subscription that matter for a switch to synchronous mode. */
record HeldInLog(JdbcClient jdbc, FoliotSchema schema) {
  /**
   * How many keys wait behind a failed event; those behind a message of another kind do not count.
   */
  long behindEvents(String subscription) {
    return jdbc.sql(
            """
            select count(*) from %s h
            where h.subscription = ? and not exists (
              select 1 from %s m where m.id = h.message_id and m.kind <> ?)"""
                .formatted(schema.table("foliot_held"), schema.table("foliot_message")))
        .params(subscription, MessageKind.EVENT.code())
        .query(Long.class)
        .single();
  }

  /** The first position at which a key is held; empty if none is. */
  Optional<Long> first(String subscription) {
    return jdbc.sql(
            """
            select position from %s where subscription = ?
            order by position fetch first 1 rows only"""
                .formatted(schema.table("foliot_held")))
        .param(subscription)
        .query(Long.class)
        .optional();
  }
}

package dev.foliot.operation;

import dev.foliot.engine.HeldKey;
import dev.foliot.engine.Storage;
import dev.foliot.engine.Subscription;
import dev.foliot.message.Lane;
import dev.foliot.message.RecordedMessage;
import dev.foliot.outbox.Inbox;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Discards a held message: it counts as done, the messages behind it are delivered in order, and a
 * row records the person and the reason.
 */
final class DiscardMessage {
  private final Storage storage;
  private final Inbox inbox;
  private final InstantSource clock;
  private final JdbcClient jdbc;
  private final KnownSubscriptions known;

  DiscardMessage(Storage storage, Inbox inbox, InstantSource clock, KnownSubscriptions known) {
    this.storage = storage;
    this.inbox = inbox;
    this.clock = clock;
    this.jdbc = storage.jdbc();
    this.known = known;
  }

  /** Writes the discard, in the transaction that has taken the segments. */
  void discard(HeldMessage message, String reason, String by) {
    // 1. Record the person, the reason, the message and the time.
    note(message, reason, by);
    // 2. Prevent a second delivery, by the backfill lane or as a copy.
    storage
        .log()
        .find(message.messageId())
        .ifPresent(stored -> markAsDone(message, stored, reason));
    // 3. Let its key continue with the messages behind it.
    goOnBehind(message);
  }

  private void note(HeldMessage message, String reason, String by) {
    jdbc.sql(
            """
            insert into %s (subscription, message_id, position, message_type, category, stream,
              attempts, error_class, reason, discarded_by, discarded_at)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""
                .formatted(storage.table("foliot_discarded")))
        .params(
            message.subscription(),
            message.messageId(),
            message.position(),
            message.type(),
            message.category(),
            message.streamId(),
            message.attempts(),
            message.errorClass(),
            reason,
            by,
            clock.instant().atOffset(ZoneOffset.UTC))
        .update();
  }

  private void markAsDone(HeldMessage message, RecordedMessage stored, String reason) {
    known
        .find(message.subscription())
        .map(Subscription::handler)
        .ifPresent(
            handler -> {
              inbox.isNew(handler, stored);
              handler.inDelivery().ifPresent(own -> own.passedOver(stored, "discarded: " + reason));
            });
    if (stored.lane() == Lane.BACKFILL) {
      jdbc.sql(
              """
              insert into %1$s (subscription, segment, position)
              select h.subscription, h.segment, h.position
                from %2$s h
                join %3$s c on c.subscription = h.subscription
                 and c.segment = h.segment and c.lane = ? and c.position < h.position
               where h.subscription = ? and h.held_key = ?"""
                  .formatted(
                      storage.table("foliot_ahead"),
                      storage.table("foliot_held"),
                      storage.table("foliot_checkpoint")))
          .params(Lane.BACKFILL.code(), message.subscription(), message.key())
          .update();
    }
  }

  /** Lets the key continue, as {@link HeldKey#goingOnAfter} does. */
  private void goOnBehind(HeldMessage message) {
    jdbc.sql(
            """
            update %s set position = position + 1, status = 'going_on', attempts = 0,
              next_attempt_at = last_failed_at, error_text = '', stack_trace = ''
            where subscription = ? and held_key = ?"""
                .formatted(storage.table("foliot_held")))
        .params(message.subscription(), message.key())
        .update();
  }

  /** Returns the discarded messages after a number, in order. */
  List<DiscardedMessage> list(String subscription, long after, int limit) {
    return jdbc.sql(
            """
            select id, subscription, message_id, position, message_type, category, stream,
              attempts, error_class, reason, discarded_by, discarded_at
            from %s where subscription = ? and id > ? order by id limit ?"""
                .formatted(storage.table("foliot_discarded")))
        .params(subscription, after, limit)
        .query(
            (row, n) ->
                new DiscardedMessage(
                    row.getLong(1),
                    row.getString(2),
                    row.getObject(3, UUID.class),
                    row.getLong(4),
                    row.getString(5),
                    row.getString(6),
                    row.getString(7),
                    row.getInt(8),
                    row.getString(9),
                    row.getString(10),
                    row.getString(11),
                    row.getObject(12, OffsetDateTime.class).toInstant()))
        .list();
  }
}

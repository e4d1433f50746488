package dev.foliot.engine;

import dev.foliot.eventstore.FoliotSchema;
import dev.foliot.message.Lane;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The reads and writes of one owned segment. Every write is in the delivery transaction and checks
 * the fencing token, so that an owner that has lost the segment commits nothing (R28).
 */
final class SegmentStore {
  private final Storage storage;
  private final SegmentId id;
  private final JdbcClient jdbc;
  private final FoliotSchema schema;
  private final String endIfIdle;
  private final String subscription;
  private final int segment;
  private final long token;

  /**
   * @param endIfIdle see {@link Storage#endIfIdle}
   */
  SegmentStore(Storage storage, SegmentId id, long token, String endIfIdle) {
    this.storage = storage;
    this.id = id;
    this.jdbc = storage.jdbc();
    this.schema = storage.schema();
    this.endIfIdle = endIfIdle;
    this.subscription = id.subscription();
    this.segment = id.number();
    this.token = token;
  }

  SegmentId id() {
    return id;
  }

  long token() {
    return token;
  }

  long position(Lane lane) {
    return jdbc.sql(
            """
            select position from %s
            where subscription = ? and segment = ? and lane = ?"""
                .formatted(schema.table("foliot_checkpoint")))
        .params(subscription, segment, lane.code())
        .query(Long.class)
        .single();
  }

  /** Returns the current and the former segments. */
  SegmentLayout layout() {
    return new LayoutStore(jdbc, schema).layout(subscription);
  }

  /**
   * Moves a checkpoint.
   *
   * @param handled how many messages were handled on the way
   * @throws SegmentLostException if another node owns the segment now
   */
  void moveTo(Lane lane, long position, int handled) {
    int moved =
        jdbc.sql(
                """
                update %s set position = ?, handled = handled + ?
                where subscription = ? and segment = ? and lane = ? and token = ?
                  and %s"""
                    .formatted(schema.table("foliot_checkpoint"), endIfIdle))
            .params(position, handled, subscription, segment, lane.code(), token)
            .update();
    checkOwned(moved);
  }

  /**
   * Locks the checkpoints; false if another owner has the segment, or a transaction has a lock on
   * one of them.
   */
  boolean lockAtOnce() {
    return jdbc.sql(
                """
                select lane from %s
                where subscription = ? and segment = ? and token = ?
                order by lane for update skip locked"""
                    .formatted(schema.table("foliot_checkpoint")))
            .params(subscription, segment, token)
            .query(Integer.class)
            .list()
            .size()
        == Lane.values().length;
  }

  /**
   * Reads the owner outside of a delivery transaction, as an early check without a lock.
   *
   * @throws SegmentLostException if another node owns the segment now
   */
  void throwIfLost() {
    checkOwned(
        jdbc.sql(
                """
                select count(*) from %s
                where subscription = ? and segment = ? and token = ?"""
                    .formatted(schema.table("foliot_checkpoint")))
            .params(subscription, segment, token)
            .query(Integer.class)
            .single());
  }

  private void checkOwned(int rows) {
    if (rows == 0) {
      throw new SegmentLostException(subscription, segment);
    }
  }

  List<Long> ahead() {
    return jdbc.sql(
            "select position from %s where subscription = ? and segment = ?"
                .formatted(schema.table("foliot_ahead")))
        .params(subscription, segment)
        .query(Long.class)
        .list();
  }

  void addAhead(List<Long> positions) {
    for (long position : positions) {
      jdbc.sql(
              "insert into %s (subscription, segment, position) values (?, ?, ?)"
                  .formatted(schema.table("foliot_ahead")))
          .params(subscription, segment, position)
          .update();
    }
  }

  void removeAheadUpTo(long position) {
    jdbc.sql(
            """
            delete from %s
            where subscription = ? and segment = ? and position <= ?"""
                .formatted(schema.table("foliot_ahead")))
        .params(subscription, segment, position)
        .update();
  }

  List<HeldKey> held() {
    return new ReadHeldKeys(storage).of(id);
  }

  /** Stores the key, in place of its previous row. */
  void hold(HeldKey held) {
    release(held.key());
    jdbc.sql(
            """
            insert into %s (subscription, segment, held_key, position, message_id,
              message_type, category, stream, status, attempts, next_attempt_at, first_failed_at,
              last_failed_at, error_class, error_text, stack_trace)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""
                .formatted(schema.table("foliot_held")))
        .param(subscription)
        .param(segment)
        .param(held.key())
        .param(held.position())
        .param(held.messageId())
        .param(held.messageType())
        .param(held.category())
        .param(held.streamId())
        .param(held.status().code())
        .param(held.attempts())
        .param(held.nextAttemptAt() == null ? null : utc(held.nextAttemptAt()))
        .param(utc(held.firstFailedAt()))
        .param(utc(held.lastFailedAt()))
        .param(held.errorClass())
        .param(held.errorText())
        .param(held.stackTrace())
        .update();
  }

  void release(String key) {
    jdbc.sql(
            "delete from %s where subscription = ? and held_key = ?"
                .formatted(schema.table("foliot_held")))
        .params(subscription, key)
        .update();
  }

  private static OffsetDateTime utc(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}

package dev.foliot.eventstore;

import dev.foliot.message.MessageJson;
import dev.foliot.message.MessageKind;
import dev.foliot.message.RecordedMessage;
import dev.foliot.time.StorableInstant;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import javax.sql.DataSource;
import org.apiguardian.api.API;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The archive table, and the moves of events to it. A reader of the log finds a hole in the place
 * of a moved event, as after a rollback. The tombstone of the stream stays in the log, so that the
 * stream stays closed. Safe for use by several threads and nodes.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class LogArchive {
  private static final String COLUMNS = "position, " + NewRow.COLUMNS;

  private final JdbcTemplate jdbc;
  private final RowMapper<LogRow> rows;
  private final String messages;
  private final String archive;

  public LogArchive(DataSource dataSource, FoliotSchema schema, MessageJson json) {
    this.jdbc = new JdbcTemplate(dataSource);
    this.rows = LogRow.mapper(json);
    this.messages = schema.table("foliot_message");
    this.archive = schema.table("foliot_message_archive");
  }

  /**
   * The tombstones, in the order of positions, of streams that have events in the log.
   *
   * @param instant only streams that were closed before it
   * @param after only tombstones above that position
   */
  public List<RecordedMessage> closedBefore(Instant instant, long after, int limit) {
    String sql =
        """
        select %s
          from %s m
         where m.kind = %s and m.occurred_at < ? and m.position > ?
           and exists (select 1
                         from %s e
                        where e.category = m.category and e.stream = m.stream
                          and e.stream_version < m.stream_version)
         order by m.position
         limit ?"""
            .formatted(LogRow.COLUMNS, messages, MessageKind.TOMBSTONE.code(), messages);
    return LogRow.messages(
        jdbc.query(
            sql, rows, StorableInstant.nearest(instant).atOffset(ZoneOffset.UTC), after, limit));
  }

  /**
   * The version of the last of a stream's first {@code most} events in the log; empty if it has
   * none.
   *
   * @param most the maximum number of events
   */
  public OptionalLong lastOfFirst(StreamName stream, int most) {
    String sql =
        """
        select max(stream_version)
          from (select stream_version
                  from %s
                 where category = ? and stream = ? and kind = %s
                 order by category, stream, stream_version
                 limit ?) first_ones"""
            .formatted(messages, MessageKind.EVENT.code());
    Long last = jdbc.queryForObject(sql, Long.class, stream.category(), stream.id(), most);
    return last == null ? OptionalLong.empty() : OptionalLong.of(last);
  }

  /**
   * Moves events of a closed stream in the current transaction, which should do nothing else: until
   * it ends, readers of the log may have to wait at its positions.
   *
   * @param toVersion the version of the last event to move; the events up to it must not be needed
   *     any more
   * @return the number of moved events; 0 if the stream is not closed
   * @throws IllegalStateException outside of a transaction
   */
  public int move(StreamName stream, long toVersion) {
    if (!TransactionSynchronizationManager.isActualTransactionActive()) {
      throw new IllegalStateException(
          "Events of stream %s were to be archived outside of a transaction.".formatted(stream));
    }
    // 1. Let one node at a time move events of this stream.
    if (!lockTombstone(stream)) {
      return 0;
    }
    // 2. Copy the events, and delete the copied ones.
    int copied = jdbc.update(copy(), stream.category(), stream.id(), toVersion);
    int deleted = jdbc.update(delete(), stream.category(), stream.id(), toVersion);
    if (copied != deleted) {
      throw new IllegalStateException(
          "For stream %s, %s events were copied to the archive, but %s were deleted from the log. Nothing was moved. Look for another program that writes to the log."
              .formatted(stream, copied, deleted));
    }
    return copied;
  }

  /**
   * The archived events between two positions, in their order.
   *
   * @param after exclusive
   * @param upTo inclusive
   * @param exceptTypes the names of types that are left out
   */
  public List<RecordedMessage> between(long after, long upTo, Set<String> exceptTypes, int limit) {
    String sql =
        """
        select %s
          from %s m
         where m.position > ? and m.position <= ? and m.type <> all(?)
         order by m.position
         limit ?"""
            .formatted(LogRow.COLUMNS, archive);
    return LogRow.messages(
        jdbc.query(
            sql, rows, after, upTo, new SqlArrayValue("varchar", exceptTypes.toArray()), limit));
  }

  private boolean lockTombstone(StreamName stream) {
    String sql =
        "select position from %s where category = ? and stream = ? and kind = %s for update"
            .formatted(messages, MessageKind.TOMBSTONE.code());
    return !jdbc.queryForList(sql, Long.class, stream.category(), stream.id()).isEmpty();
  }

  private String copy() {
    return """
        insert into %s (%s)
        select %s
          from %s
         where category = ? and stream = ? and stream_version <= ? and kind = %s"""
        .formatted(archive, COLUMNS, COLUMNS, messages, MessageKind.EVENT.code());
  }

  private String delete() {
    return """
        delete from %s
         where category = ? and stream = ? and stream_version <= ? and kind = %s"""
        .formatted(messages, MessageKind.EVENT.code());
  }
}

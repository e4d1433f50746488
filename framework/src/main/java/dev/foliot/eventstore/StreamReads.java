package dev.foliot.eventstore;

import dev.foliot.message.MessageJson;
import dev.foliot.message.MessageKind;
import dev.foliot.message.RecordedMessage;
import dev.foliot.message.RecordedMetadata;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.ResultSetExtractor;
import org.springframework.jdbc.core.RowMapper;

/** What is asked of one stream (R21). */
final class StreamReads {
  private static final String EVENT = "kind = " + MessageKind.EVENT.code();

  private final JdbcTemplate jdbc;
  private final MessageJson json;
  private final RowMapper<LogRow> rows;
  private final String messages;
  private final String events;
  private final String eventsWithArchive;
  private final String payloads;

  StreamReads(JdbcTemplate jdbc, MessageJson json, FoliotSchema schema) {
    this.jdbc = jdbc;
    this.json = json;
    this.rows = LogRow.mapper(json);
    this.messages = schema.table("foliot_message");
    this.events = forwardsIn(messages);
    this.eventsWithArchive =
        withArchive(events, forwardsIn(schema.table("foliot_message_archive")));
    this.payloads = payloadsIn(messages);
  }

  /**
   * How a stream ends in the log.
   *
   * @param version the version of the last message; 0 if there is none
   * @param closed whether that is a tombstone
   */
  record End(long version, boolean closed) {
    static final End NONE = new End(0, false);

    /** The version of the last event, archived or not. */
    long lastEvent() {
      return closed ? version - 1 : version;
    }
  }

  End end(StreamName stream) {
    String sql =
        """
        select stream_version, kind
          from %s
         where category = ? and stream = ? and stream_version is not null
         order by category desc, stream desc, stream_version desc
         limit 1"""
            .formatted(messages);
    List<End> found =
        jdbc.query(
            sql,
            (row, number) -> new End(row.getLong(1), row.getInt(2) == MessageKind.TOMBSTONE.code()),
            stream.category(),
            stream.id());
    return found.isEmpty() ? End.NONE : found.get(0);
  }

  /** How a stream that is closed ends. */
  Optional<AggregateClosedException> closing(StreamName stream) {
    String sql =
        """
        select %s
          from (select *
                  from %s
                 where category = ? and stream = ? and stream_version is not null
                 order by category desc, stream desc, stream_version desc
                 limit 1) m
         where m.kind = %s"""
            .formatted(LogRow.COLUMNS, messages, MessageKind.TOMBSTONE.code());
    return query(sql, stream.category(), stream.id()).stream()
        .findFirst()
        .map(StreamReads::closedBy);
  }

  private static AggregateClosedException closedBy(RecordedMessage tombstone) {
    return new AggregateClosedException(
        new StreamName(tombstone.category(), tombstone.streamId()),
        tombstone.metadata().occurredAt(),
        ((Tombstone) tombstone.payload()).reason());
  }

  /** The ids of a category's streams that are not closed. */
  List<String> open(String category, String after, int limit) {
    String sql =
        """
        select stream
          from %1$s m
         where category = ? and stream > ? and stream_version = 1 and kind = %2$s
           and not exists (select 1
                             from %1$s t
                            where t.category = m.category and t.stream = m.stream and t.kind = %3$s)
         order by stream
         limit ?"""
            .formatted(messages, MessageKind.EVENT.code(), MessageKind.TOMBSTONE.code());
    return jdbc.queryForList(sql, String.class, category, after, limit);
  }

  List<RecordedMessage> forwards(StreamName stream, long from, long to, int limit) {
    return query(events, stream.category(), stream.id(), from, to, limit);
  }

  private static String forwardsIn(String table) {
    return """
        select %s
          from %s m
         where category = ? and stream = ? and stream_version between ? and ? and %s
         order by category, stream, stream_version
         limit ?"""
        .formatted(LogRow.COLUMNS, table, EVENT);
  }

  /**
   * The events with what a state is made of, the rest when it is asked for; whoever comes to a
   * tombstone learns that the stream is closed.
   */
  List<RecordedMessage> forwardsIfOpen(StreamName stream, long from, int limit) {
    ResultSetExtractor<List<RecordedMessage>> page = rows -> pageIfOpen(rows, stream, limit);
    List<RecordedMessage> found =
        jdbc.query(payloads, page, stream.category(), stream.id(), from, limit);
    return Objects.requireNonNull(found);
  }

  private List<RecordedMessage> pageIfOpen(ResultSet row, StreamName stream, int limit)
      throws SQLException {
    List<RecordedMessage> page = new ArrayList<>();
    PageMetadata metadata = null;
    while (row.next()) {
      if (metadata == null) {
        long first = row.getLong(1); // earlier ones may be in the archive already
        metadata = new PageMetadata(stream, () -> metadata(stream, first, limit));
      }
      page.add(eventIfOpen(row, stream, metadata));
    }
    return page;
  }

  /** Reads of each row what a state needs, a third of its bytes: it pays in long streams. */
  private static String payloadsIn(String table) {
    return """
        select stream_version, type, type_version, payload,
               case when kind = %2$s then occurred_at end as closed_at
          from %1$s
         where category = ? and stream = ? and stream_version >= ? and kind in (%3$s, %2$s)
         order by category, stream, stream_version
         limit ?"""
        .formatted(table, MessageKind.TOMBSTONE.code(), MessageKind.EVENT.code());
  }

  private RecordedMessage eventIfOpen(ResultSet row, StreamName stream, PageMetadata metadata)
      throws SQLException {
    OffsetDateTime closedAt = row.getObject(5, OffsetDateTime.class);
    if (closedAt != null) {
      String reason = json.read(row.getString(4), Tombstone.class).reason();
      throw new AggregateClosedException(stream, closedAt.toInstant(), reason);
    }
    long version = row.getLong(1);
    return new RecordedMessage(
        MessageKind.EVENT,
        stream.category(),
        stream.id(),
        version,
        metadata.of(version, row.getString(2), row.getInt(3)),
        row.getString(4),
        json);
  }

  private Map<Long, RecordedMetadata> metadata(StreamName stream, long from, int limit) {
    return forwardsWithArchive(
            (row, number) -> Map.entry(row.getLong(5), LogRow.metadata(row, json)),
            stream,
            from,
            Long.MAX_VALUE,
            limit)
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  List<RecordedMessage> forwardsWithArchive(StreamName stream, long from, long to, int limit) {
    return LogRow.messages(forwardsWithArchive(rows, stream, from, to, limit));
  }

  /** In one statement: a row that is moved to the archive meanwhile is in one of both. */
  private <T> List<T> forwardsWithArchive(
      RowMapper<T> each, StreamName stream, long from, long to, int limit) {
    return jdbc.query(
        eventsWithArchive,
        each,
        stream.category(),
        stream.id(),
        from,
        to,
        limit,
        stream.category(),
        stream.id(),
        from,
        to,
        limit,
        limit);
  }

  private static String withArchive(String events, String archivedEvents) {
    return """
        select *
          from ((%s)
                union all
                (%s)) m
         order by m.stream_version
         limit ?"""
        .formatted(archivedEvents, events);
  }

  List<RecordedMessage> backwards(StreamName stream, long from, int limit) {
    String sql =
        """
        select %s
          from %s m
         where category = ? and stream = ? and stream_version <= ? and %s
         order by category desc, stream desc, stream_version desc
         limit ?"""
            .formatted(LogRow.COLUMNS, messages, EVENT);
    return query(sql, stream.category(), stream.id(), from, limit);
  }

  private List<RecordedMessage> query(String sql, @Nullable Object... arguments) {
    return LogRow.messages(jdbc.query(sql, rows, arguments));
  }
}

package dev.foliot.eventstore;

import dev.foliot.message.MessageJson;
import dev.foliot.message.MessageKind;
import dev.foliot.message.RecordedMessage;
import dev.foliot.message.Tombstone;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;

/** Reads one stream (R21). */
final class StreamReads {
  private static final String EVENT = "kind = " + MessageKind.EVENT.code();

  private final JdbcTemplate jdbc;
  private final MessageJson json;
  private final RowMapper<LogRow> rows;
  private final String messages;
  private final String events;
  private final String eventsWithArchive;
  private final String openEvents;
  private final String openPayloads;

  StreamReads(JdbcTemplate jdbc, MessageJson json, FoliotSchema schema) {
    this.jdbc = jdbc;
    this.json = json;
    this.rows = LogRow.mapper(json);
    this.messages = schema.table("foliot_message");
    this.events = forwardsIn(messages);
    this.eventsWithArchive =
        withArchive(events, forwardsIn(schema.table("foliot_message_archive")));
    this.openEvents = forwardsIfOpenIn(LogRow.COLUMNS, messages);
    this.openPayloads = forwardsIfOpenIn(LoadedRow.COLUMNS, messages);
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

  /** The exception for a stream that is closed; empty if it is open. */
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

  /** The events; a tombstone among them shows that the stream is closed. */
  List<RecordedMessage> forwardsIfOpen(StreamName stream, long from, int limit) {
    List<RecordedMessage> found = query(openEvents, stream.category(), stream.id(), from, limit);
    if (!found.isEmpty()) {
      RecordedMessage last = found.get(found.size() - 1);
      if (last.kind() == MessageKind.TOMBSTONE) {
        throw closedBy(last);
      }
    }
    return found;
  }

  /**
   * The same for a caller that needs the events only. It reads five columns instead of all: each
   * column that is read costs about as much as a tenth of the parsing of a small payload.
   */
  List<StreamEvent> loadIfOpen(StreamName stream, long from, int limit) {
    List<StreamEvent> loaded = new ArrayList<>();
    for (LoadedRow row :
        jdbc.query(openPayloads, LoadedRow.MAPPER, stream.category(), stream.id(), from, limit)) {
      Object payload = row.payload(json);
      if (payload == null) {
        return forwardsIfOpen(stream, from, limit).stream().map(StreamEvent::of).toList();
      }
      loaded.add(new StreamEvent(row.version(), List.of(payload)));
    }
    return loaded;
  }

  private static String forwardsIfOpenIn(String columns, String table) {
    return """
        select %s
          from %s m
         where category = ? and stream = ? and stream_version >= ? and kind in (%s, %s)
         order by category, stream, stream_version
         limit ?"""
        .formatted(columns, table, MessageKind.EVENT.code(), MessageKind.TOMBSTONE.code());
  }

  /**
   * Reads in one statement, so a row that is moved to the archive meanwhile is in one of the two
   * tables.
   */
  List<RecordedMessage> forwardsWithArchive(StreamName stream, long from, long to, int limit) {
    return query(
        eventsWithArchive,
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

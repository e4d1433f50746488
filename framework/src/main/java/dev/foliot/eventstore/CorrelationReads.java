package dev.foliot.eventstore;

import dev.foliot.message.RecordedMessage;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;

/** Reads messages by correlation id, in the log and the archive. */
final class CorrelationReads {
  private final JdbcTemplate jdbc;
  private final RowMapper<LogRow> rows;
  private final String messages;
  private final String archive;

  CorrelationReads(JdbcTemplate jdbc, RowMapper<LogRow> rows, FoliotSchema schema) {
    this.jdbc = jdbc;
    this.rows = rows;
    this.messages = schema.table("foliot_message");
    this.archive = schema.table("foliot_message_archive");
  }

  Optional<RecordedMessage> find(UUID id) {
    String sql =
        """
        select %1$s from %2$s m where id = ?
        union all
        select %1$s from %3$s m where id = ?
        limit 1"""
            .formatted(LogRow.COLUMNS, messages, archive);
    return LogRow.messages(jdbc.query(sql, rows, id, id)).stream().findFirst();
  }

  /**
   * The first messages, in the order of positions. The index of the log does not contain a message
   * whose correlation id is its own id.
   */
  List<RecordedMessage> correlated(String correlationId, int limit) {
    String each =
        "select %s from %s m where correlation_id = ?%s order by correlation_id, position limit ?";
    String sql =
        """
        select *
          from ((%s)
                union all
                (%s)
                union all
                (select %s from %s m where id = ? and correlation_id = id)) m
         order by m.position
         limit ?"""
            .formatted(
                each.formatted(LogRow.COLUMNS, messages, " and correlation_id <> id"),
                each.formatted(LogRow.COLUMNS, archive, ""),
                LogRow.COLUMNS,
                messages);
    UUID stored = StoredMetadata.correlationKey(correlationId);
    return LogRow.messages(jdbc.query(sql, rows, stored, limit, stored, limit, stored, limit));
  }

  /** Reads the next page, in the order of positions. */
  List<RecordedMessage> page(long afterPosition, int limit) {
    String each = "select %s from %s m where position > ? order by position limit ?";
    String sql =
        "select * from ((%s) union all (%s)) m order by m.position limit ?"
            .formatted(
                each.formatted(LogRow.COLUMNS, messages), each.formatted(LogRow.COLUMNS, archive));
    return LogRow.messages(
        jdbc.query(sql, rows, afterPosition, limit, afterPosition, limit, limit));
  }
}

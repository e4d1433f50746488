package dev.foliot.eventstore;

import dev.foliot.message.MessageKind;
import dev.foliot.time.StorableInstant;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Set;
import org.apiguardian.api.API;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;

/**
 * Counts messages, for reports. It may have to read all of them.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class LogCounts {
  private final JdbcClient jdbc;
  private final FoliotSchema schema;

  public LogCounts(JdbcClient jdbc, FoliotSchema schema) {
    this.jdbc = jdbc;
    this.schema = schema;
  }

  /** The number of messages of the log that the filter accepts. */
  public long count(LogFilter filter) {
    if (filter.matchesNothing()) {
      return 0;
    }
    LogQuery query = UnionQuery.of(filter, schema.table("foliot_message"));
    return jdbc.sql("select count(*) from (%s) c".formatted(query.sql()))
        .params(query.arguments())
        .query(Long.class)
        .single();
  }

  /** The number of archived messages of some kinds, except some types, after a position. */
  public long archived(Set<MessageKind> kinds, Set<String> exceptTypes, long after) {
    return jdbc.sql(
            "select count(*) from %s where position > ? and kind = any(?) and type <> all(?)"
                .formatted(schema.table("foliot_message_archive")))
        .params(
            after,
            new SqlArrayValue("smallint", kinds.stream().map(MessageKind::code).toArray()),
            new SqlArrayValue("text", exceptTypes.toArray()))
        .query(Long.class)
        .single();
  }

  /**
   * The position before the first message of the log that occurred at the instant or later.
   *
   * @param end the result if there is no such message
   */
  public long lastBefore(Instant instant, long end) {
    return jdbc.sql(
            "select coalesce(min(position) - 1, ?) from %s where occurred_at >= ?"
                .formatted(schema.table("foliot_message")))
        .params(end, StorableInstant.nearest(instant).atOffset(ZoneOffset.UTC))
        .query(Long.class)
        .single();
  }
}

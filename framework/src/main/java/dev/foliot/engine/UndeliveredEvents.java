package dev.foliot.engine;

import dev.foliot.eventstore.FoliotSchema;
import dev.foliot.eventstore.StreamName;
import dev.foliot.message.MessageKind;
import dev.foliot.message.StreamKey;
import java.util.Optional;
import org.apiguardian.api.API;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Finds the events of the log that a subscription has still to read.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class UndeliveredEvents {
  private final JdbcClient jdbc;
  private final FoliotSchema schema;

  public UndeliveredEvents(JdbcClient jdbc, FoliotSchema schema) {
    this.jdbc = jdbc;
    this.schema = schema;
  }

  /**
   * A subscription that still needs one of the stream's events: it has not passed the event, holds
   * a key, or is rebuilt and has not reached the event. Subscriptions without a handler in this
   * application count, too.
   *
   * @param toVersion the version of the last event that counts
   */
  public Optional<String> neededBy(StreamName stream, long toVersion) {
    String events =
        """
        from %s m
               where m.category = :category and m.stream = :stream
                 and m.stream_version <= :to and m.kind = %s"""
            .formatted(schema.table("foliot_message"), MessageKind.EVENT.code());
    // A held key is the key of a stream, or a key of the application, which may belong to any
    // stream.
    String sql =
        """
        select c.subscription
          from %1$s c
          join (select m.lane, max(m.position) as last %4$s and not m.delivered_synchronously
                 group by m.lane) ends
            on ends.lane = c.lane and ends.last > c.position
        union all
        select c.subscription
          from %1$s c
          join %2$s s on s.name = c.subscription and s.since > c.position
         where exists (select 1 %4$s and m.delivered_synchronously
                          and m.lane = c.lane and m.position > c.position and m.position <= s.since)
        union all
        select h.subscription
          from %3$s h
         where h.position <= (select max(m.position) %4$s)
           and ((h.category = :category and h.stream = :stream)
                 or h.held_key <> %5$s)
        union all
        select r.subscription
          from %6$s r
         where r.is_open and r.position < (select max(m.position) %4$s)
        order by 1
        limit 1"""
            .formatted(
                schema.table("foliot_checkpoint"),
                schema.table("foliot_subscription"),
                schema.table("foliot_held"),
                events,
                StreamKey.inSql("h.category", "h.stream"),
                schema.table("foliot_rebuild_segment"));
    return jdbc.sql(sql)
        .param("category", stream.category())
        .param("stream", stream.id())
        .param("to", toVersion)
        .query(String.class)
        .optional();
  }
}

package dev.foliot.engine;

import dev.foliot.engine.SegmentLayout.FormerLayout;
import dev.foliot.eventstore.FoliotSchema;
import dev.foliot.message.Lane;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apiguardian.api.API;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The SQL of {@link ChangeSegments}.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class LayoutStore {
  private final JdbcClient jdbc;
  private final FoliotSchema schema;

  public LayoutStore(JdbcClient jdbc, FoliotSchema schema) {
    this.jdbc = jdbc;
    this.schema = schema;
  }

  /**
   * The current and the former segments. A segment's owner may read them without a lock: a change
   * takes the segments, and with them the right to commit.
   */
  public SegmentLayout layout(String subscription) {
    int segments =
        jdbc.sql(
                "select segments from %s where name = ?"
                    .formatted(schema.table("foliot_subscription")))
            .param(subscription)
            .query(Integer.class)
            .single();
    Map<Integer, Map<Lane, List<Long>>> former = new TreeMap<>();
    jdbc.sql(
            """
            select layout, lane, position from %s
            where subscription = ? order by layout, lane, segment"""
                .formatted(schema.table("foliot_former_segment")))
        .param(subscription)
        .query(
            row -> {
              former
                  .computeIfAbsent(row.getInt(1), layout -> new EnumMap<>(Lane.class))
                  .computeIfAbsent(Lane.of(row.getInt(2)), lane -> new ArrayList<>())
                  .add(row.getLong(3));
            });
    return new SegmentLayout(
        segments,
        former.values().stream()
            .map(
                lanes ->
                    new FormerLayout(
                        lanes.getOrDefault(Lane.PRIMARY, List.of()),
                        lanes.getOrDefault(Lane.BACKFILL, List.of())))
            .toList());
  }

  /** Stores the positions of the segments. */
  void keepPositions(String subscription) {
    jdbc.sql(
            """
            insert into %1$s (subscription, layout, segment, lane, position)
            select c.subscription,
              (select coalesce(max(f.layout), 0) + 1 from %1$s f
               where f.subscription = c.subscription),
              c.segment, c.lane, c.position
            from %2$s c where c.subscription = ?"""
                .formatted(
                    schema.table("foliot_former_segment"), schema.table("foliot_checkpoint")))
        .param(subscription)
        .update();
  }

  /** Forgets the kept positions if all current segments have passed them in both lanes. */
  void forgetWhatWasPassed() {
    jdbc.sql(
            """
            delete from %1$s where not exists (
              select 1 from %1$s f join %2$s c
                on c.subscription = f.subscription and c.lane = f.lane
              where f.subscription = %1$s.subscription
                and f.layout = %1$s.layout and c.position < f.position)"""
                .formatted(
                    schema.table("foliot_former_segment"), schema.table("foliot_checkpoint")))
        .update();
  }

  /** Gives each held key to the segment that its messages belong to. */
  void shareOutHeldKeys(String subscription, int segments) {
    List<String> keys =
        jdbc.sql(
                "select held_key from %s where subscription = ?"
                    .formatted(schema.table("foliot_held")))
            .param(subscription)
            .query(String.class)
            .list();
    for (String key : keys) {
      jdbc.sql(
              """
              update %s set segment = ?
              where subscription = ? and held_key = ?"""
                  .formatted(schema.table("foliot_held")))
          .params(Subscription.segmentOf(key, segments), subscription, key)
          .update();
    }
  }

  /**
   * Gives every segment all positions that were done ahead: a position does not show its key.
   * Positions of other segments do no harm.
   */
  void shareOutAhead(String subscription, int segments) {
    String table = schema.table("foliot_ahead");
    jdbc.sql("update %s set segment = -1 - segment where subscription = ?".formatted(table))
        .param(subscription)
        .update();
    for (int segment = 0; segment < segments; segment++) {
      jdbc.sql(
              """
              insert into %1$s (subscription, segment, position)
              select distinct subscription, cast(? as int), position
              from %1$s where subscription = ? and segment < 0"""
                  .formatted(table))
          .params(segment, subscription)
          .update();
    }
    jdbc.sql("delete from %s where subscription = ? and segment < 0".formatted(table))
        .param(subscription)
        .update();
  }
}

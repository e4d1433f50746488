package dev.foliot.engine;

import dev.foliot.eventstore.FoliotSchema;
import dev.foliot.message.Lane;
import java.util.List;
import org.apiguardian.api.API;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Exchanges the progress of a subscription for another one, in the transaction that has taken its
 * segments: its checkpoints, its held keys, and all other facts about done messages. The former
 * progress is kept under a name of its own, so that it can be restored.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class KeptProgress {
  private static final List<String> TABLES =
      List.of("foliot_checkpoint", "foliot_held", "foliot_ahead", "foliot_former_segment");

  private final JdbcClient jdbc;
  private final FoliotSchema schema;
  private final LayoutStore layouts;

  public KeptProgress(JdbcClient jdbc, FoliotSchema schema) {
    this.jdbc = jdbc;
    this.schema = schema;
    this.layouts = new LayoutStore(jdbc, schema);
  }

  /** Sets the progress: everything up to a position is done, and nothing else. */
  public void startAt(String subscription, long position) {
    for (String table : TABLES.subList(1, TABLES.size())) {
      delete(table, subscription);
    }
    jdbc.sql("update %s set position = ? where subscription = ?".formatted(checkpoints()))
        .params(position, subscription)
        .update();
  }

  /**
   * As {@link #startAt} with the beginning of the log, and with messages that were delivered
   * synchronously.
   */
  public void startOver(String subscription, long head) {
    startAt(subscription, 0);
    jdbc.sql(
            "update %s set since = ? where name = ? and since < ?"
                .formatted(schema.table("foliot_subscription")))
        .params(head, subscription, head)
        .update();
  }

  /** Keeps the progress under another name; then call {@link #startAt}. */
  public void keep(String subscription, String kept) {
    jdbc.sql(
            """
            insert into %1$s (subscription, segment, lane, position, token, handled)
            select ?, segment, lane, position, token, handled from %1$s where subscription = ?"""
                .formatted(checkpoints()))
        .params(kept, subscription)
        .update();
    for (String table : TABLES.subList(1, TABLES.size())) {
      jdbc.sql(
              "update %s set subscription = ? where subscription = ?"
                  .formatted(schema.table(table)))
          .params(kept, subscription)
          .update();
    }
  }

  /**
   * Brings back the progress that was kept. If the number of segments has changed meanwhile, the
   * kept positions become those of former segments.
   */
  public void restore(String kept, String subscription) {
    int segments = layouts.layout(subscription).segments();
    boolean isSame = segments == segmentsOf(kept);
    startAt(subscription, 0);
    for (String table : TABLES.subList(1, TABLES.size())) {
      jdbc.sql(
              "update %s set subscription = ? where subscription = ?"
                  .formatted(schema.table(table)))
          .params(subscription, kept)
          .update();
    }
    if (!isSame) {
      keepAsFormerSegments(kept, subscription);
      layouts.shareOutHeldKeys(subscription, segments);
      layouts.shareOutAhead(subscription, segments);
    }
    String ofSegment = isSame ? " and k.segment = c.segment" : "";
    jdbc.sql(
            """
            update %1$s c set position = (
              select min(k.position) from %1$s k
              where k.subscription = ? and k.lane = c.lane%2$s)
            where subscription = ?"""
                .formatted(checkpoints(), ofSegment))
        .params(kept, subscription)
        .update();
    delete("foliot_checkpoint", kept);
  }

  private int segmentsOf(String kept) {
    return jdbc.sql(
            "select count(*) from %s where subscription = ? and lane = ?".formatted(checkpoints()))
        .params(kept, Lane.PRIMARY.code())
        .query(Integer.class)
        .single();
  }

  private void keepAsFormerSegments(String kept, String subscription) {
    jdbc.sql(
            """
            insert into %1$s (subscription, layout, segment, lane, position)
            select cast(? as varchar),
              (select coalesce(max(f.layout), 0) + 1 from %1$s f where f.subscription = ?),
              k.segment, k.lane, k.position
            from %2$s k where k.subscription = ?"""
                .formatted(schema.table("foliot_former_segment"), checkpoints()))
        .params(subscription, subscription, kept)
        .update();
  }

  /** A text that each delivery changes when it commits. */
  public String fingerprint(String subscription) {
    return jdbc.sql(
            """
            select concat_ws(',',
              (select sum(position) from %1$s where subscription = :name),
              (select sum(handled) from %1$s where subscription = :name),
              coalesce((select sum(position) from %2$s where subscription = :name), 0),
              coalesce((select sum(attempts) from %2$s where subscription = :name), 0),
              coalesce((select sum(position) from %3$s where subscription = :name), 0),
              coalesce((select sum(position) from %4$s where subscription = :name), 0))"""
                .formatted(TABLES.stream().map(schema::table).toArray()))
        .param("name", subscription)
        .query(String.class)
        .single();
  }

  /** Forgets what was kept. */
  public void forget(String kept) {
    TABLES.forEach(table -> delete(table, kept));
  }

  /** Stores the version of the projector that has written the rows. */
  public void setVersion(String subscription, int version) {
    jdbc.sql(
            "update %s set version = ? where name = ?"
                .formatted(schema.table("foliot_subscription")))
        .params(version, subscription)
        .update();
  }

  /** The stored version; 1 if the subscription is not registered. */
  public int version(String subscription) {
    return jdbc.sql(
            "select version from %s where name = ?".formatted(schema.table("foliot_subscription")))
        .param(subscription)
        .query(Integer.class)
        .optional()
        .orElse(1);
  }

  private void delete(String table, String subscription) {
    jdbc.sql("delete from %s where subscription = ?".formatted(schema.table(table)))
        .param(subscription)
        .update();
  }

  private String checkpoints() {
    return schema.table("foliot_checkpoint");
  }
}

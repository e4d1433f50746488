package dev.foliot.engine;

import dev.foliot.engine.SegmentLayout.FormerLayout;
import dev.foliot.engine.SubscriptionStore.Checkpoint;
import dev.foliot.message.Lane;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Reads the progress of subscriptions of all nodes. One statement reads all, so that the positions
 * of one subscription belong together, even if transactions commit meanwhile.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class ReadProgress {
  private static final int FEW_KEYS = 200;

  private final Storage storage;

  public ReadProgress(Storage storage) {
    this.storage = storage;
  }

  /** The tables that a row may come from. */
  private enum From {
    SUBSCRIPTION,
    CHECKPOINT,
    FORMER,
    AHEAD,
    HELD
  }

  private record Row(
      From from,
      String subscription,
      int number,
      int segment,
      int lane,
      long position,
      @Nullable String text) {}

  /**
   * The progress of the subscriptions that are registered, by name.
   *
   * @param first no lower position is of interest
   * @param last no higher position is of interest
   */
  public Map<String, StoredProgress> of(Collection<String> subscriptions, long first, long last) {
    Map<String, List<Row>> rows = new HashMap<>();
    storage
        .jdbc()
        .sql(
            """
            select 0, name, segments, 0, 0, since,
              case when paused_at is null then null else coalesce(paused_reason, '') end
            from %s where name in (:names)
            union all
            select 1, subscription, 0, segment, lane, position, cast(null as varchar(1000))
            from %s where subscription in (:names)
            union all
            select 2, subscription, layout, segment, lane, position, cast(null as varchar(1000))
            from %s where subscription in (:names)
            union all
            select 3, subscription, 0, segment, 0, position, cast(null as varchar(1000))
            from %s where subscription in (:names) and position between :first and :last
            union all
            select 4, subscription, 0, 0, 0, count(*), cast(null as varchar(1000))
            from %s where subscription in (:names) and position <= :last
            group by subscription
            order by 1, 3, 5, 4"""
                .formatted(
                    storage.table("foliot_subscription"),
                    storage.table("foliot_checkpoint"),
                    storage.table("foliot_former_segment"),
                    storage.table("foliot_ahead"),
                    storage.table("foliot_held")))
        .param("names", subscriptions)
        .param("first", first)
        .param("last", last)
        .query((row, number) -> row(row))
        .list()
        .forEach(
            row -> rows.computeIfAbsent(row.subscription(), name -> new ArrayList<>()).add(row));
    Map<String, StoredProgress> found = new HashMap<>();
    rows.forEach(
        (name, its) -> {
          if (its.get(0).from() == From.SUBSCRIPTION) {
            found.put(name, progress(its));
          }
        });
    return found;
  }

  private static Row row(ResultSet row) throws SQLException {
    return new Row(
        From.values()[row.getInt(1)],
        row.getString(2),
        row.getInt(3),
        row.getInt(4),
        row.getInt(5),
        row.getLong(6),
        row.getString(7));
  }

  /** The rows of a layout come in the order of lanes and segments. */
  private static StoredProgress progress(List<Row> rows) {
    List<Checkpoint> checkpoints = new ArrayList<>();
    Map<Integer, Map<Lane, List<Long>>> former = new TreeMap<>();
    Set<Long> ahead = new HashSet<>();
    long held = 0;
    for (Row row : rows) {
      switch (row.from()) {
        case SUBSCRIPTION -> {} // the first one
        case CHECKPOINT ->
            checkpoints.add(new Checkpoint(row.segment(), Lane.of(row.lane()), row.position()));
        case FORMER ->
            former
                .computeIfAbsent(row.number(), layout -> new HashMap<>())
                .computeIfAbsent(Lane.of(row.lane()), lane -> new ArrayList<>())
                .add(row.position());
        case AHEAD -> ahead.add(row.position());
        case HELD -> held = row.position();
      }
    }
    Row subscription = rows.get(0);
    List<FormerLayout> layouts =
        former.values().stream()
            .map(
                lanes ->
                    new FormerLayout(
                        lanes.getOrDefault(Lane.PRIMARY, List.of()),
                        lanes.getOrDefault(Lane.BACKFILL, List.of())))
            .toList();
    return new StoredProgress(
        subscription.position(),
        new SegmentLayout(subscription.number(), layouts),
        checkpoints,
        ahead,
        held,
        subscription.text());
  }

  /**
   * A key that waits behind a message that failed.
   *
   * @param key the key
   * @param position the first message that waits
   * @param status why it is held
   * @param messageId the failed message
   * @param messageType its type name
   * @param attempts how often it was tried
   */
  public record Held(
      String key,
      long position,
      HeldStatus status,
      UUID messageId,
      String messageType,
      int attempts) {}

  /**
   * The held ones of the keys, by key. Call it after {@link #of}: a message that was passed then,
   * and is not held now, is done.
   *
   * @param last no higher position is of interest
   */
  public Map<String, Held> held(String subscription, Set<String> keys, long last) {
    boolean areFew = keys.size() <= FEW_KEYS;
    String sql =
        """
        select held_key, position, status, message_id, message_type, attempts
        from %s where subscription = :name and position <= :last%s"""
            .formatted(storage.table("foliot_held"), areFew ? " and held_key in (:keys)" : "");
    var query = storage.jdbc().sql(sql).param("name", subscription).param("last", last);
    Map<String, Held> found = new HashMap<>();
    (areFew ? query.param("keys", keys) : query)
        .query(
            (row, number) ->
                new Held(
                    row.getString(1),
                    row.getLong(2),
                    HeldStatus.of(row.getString(3)),
                    Objects.requireNonNull(row.getObject(4, UUID.class)),
                    row.getString(5),
                    row.getInt(6)))
        .list()
        .forEach(held -> found.put(held.key(), held));
    return found;
  }
}

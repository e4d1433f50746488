package dev.foliot.engine;

import dev.foliot.eventstore.FoliotSchema;
import dev.foliot.message.Lane;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongFunction;
import org.apiguardian.api.API;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The tables of subscriptions, the owners of their segments, and their checkpoints.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class SubscriptionStore {
  private final JdbcClient jdbc;
  private final FoliotSchema schema;

  public SubscriptionStore(JdbcClient jdbc, FoliotSchema schema) {
    this.jdbc = jdbc;
    this.schema = schema;
  }

  /**
   * A registered subscription.
   *
   * @param since the end of the log when it was registered
   * @param segments how many segments its checkpoints are kept for
   */
  public record Registration(long since, int segments) {}

  /**
   * One lane's checkpoint of one segment.
   *
   * @param position the position up to which everything is done
   */
  public record Checkpoint(int segment, Lane lane, long position) {}

  /** Returns the registrations, by name. */
  public Map<String, Registration> findAll() {
    Map<String, Registration> known = new HashMap<>();
    jdbc.sql("select name, since, segments from %s".formatted(schema.table("foliot_subscription")))
        .query(
            row -> {
              known.put(row.getString(1), new Registration(row.getLong(2), row.getInt(3)));
            });
    return known;
  }

  /**
   * Stores new subscriptions when the log ends at that position.
   *
   * @throws RegisteredMeanwhileException if another node has just stored one of them
   */
  void register(List<Subscription> subscriptions, long end, ToLongFunction<Subscription> startOf) {
    try {
      insert(
          "foliot_subscription (name, since, segments, version)",
          subscriptions.stream().map(each -> row(each, end)).toList());
    } catch (DuplicateKeyException registeredMeanwhile) {
      throw new RegisteredMeanwhileException(registeredMeanwhile);
    }
    List<List<Object>> segments = new ArrayList<>();
    List<List<Object>> checkpoints = new ArrayList<>();
    long token = firstToken();
    for (Subscription each : subscriptions) {
      long start = startOf.applyAsLong(each);
      int count = each.settings().segments();
      addSegments(each.name(), count, lane -> start, token, segments, checkpoints);
    }
    insertSegments(segments, checkpoints);
  }

  /**
   * The first token: the milliseconds of the database's clock. Tokens must rise even after a
   * subscription of this name was removed, because a stalled node may still believe that it owns a
   * segment.
   */
  private long firstToken() {
    return jdbc.sql("select cast(extract(epoch from current_timestamp) * 1000 as bigint)")
        .query(Long.class)
        .single();
  }

  private static List<Object> row(Subscription subscription, long end) {
    return List.of(
        subscription.name(),
        end,
        subscription.settings().segments(),
        subscription.handler().version());
  }

  private static void addSegments(
      String subscription,
      int count,
      ToLongFunction<Lane> position,
      long token,
      List<List<Object>> segments,
      List<List<Object>> checkpoints) {
    for (int segment = 0; segment < count; segment++) {
      segments.add(List.of(subscription, segment, token));
      for (Lane lane : Lane.values()) {
        checkpoints.add(
            List.of(subscription, segment, lane.code(), position.applyAsLong(lane), token));
      }
    }
  }

  private void insertSegments(List<List<Object>> segments, List<List<Object>> checkpoints) {
    insert("foliot_segment (subscription, segment, token)", segments);
    insert("foliot_checkpoint (subscription, segment, lane, position, token)", checkpoints);
  }

  /** All rows in one statement. */
  private void insert(String columns, List<List<Object>> rows) {
    String row = "(" + String.join(", ", Collections.nCopies(rows.get(0).size(), "?")) + ")";
    String sql =
        "insert into %s values %s"
            .formatted(
                schema.table(columns), String.join(", ", Collections.nCopies(rows.size(), row)));
    jdbc.sql(sql).params(rows.stream().flatMap(List::stream).toList()).update();
  }

  /**
   * Deletes the rows of a subscription, in the transaction that has taken its segments. If its
   * projector was inline, that is forgotten, too.
   *
   * @return how many keys it held
   */
  public int remove(String subscription) {
    int keys = delete("foliot_held", "subscription", subscription);
    for (String table :
        List.of("foliot_ahead", "foliot_former_segment", "foliot_checkpoint", "foliot_segment")) {
      delete(table, "subscription", subscription);
    }
    delete("foliot_inbox", "subscriber", subscription);
    delete("foliot_subscription", "name", subscription);
    delete("foliot_inline", "projector", subscription);
    return keys;
  }

  /** Forgets that a projector was inline; false if it was not. */
  public boolean removeInline(String projector) {
    return delete("foliot_inline", "projector", projector) > 0;
  }

  private int delete(String table, String column, String subscription) {
    return jdbc.sql("delete from %s where %s = ?".formatted(schema.table(table), column))
        .param(subscription)
        .update();
  }

  /** The names of the paused subscriptions. */
  Set<String> paused() {
    return jdbc.sql(
            "select name from %s where paused_at is not null"
                .formatted(schema.table("foliot_subscription")))
        .query(String.class)
        .set();
  }

  public List<Checkpoint> checkpoints(String subscription) {
    return jdbc.sql(
            """
            select segment, lane, position from %s
            where subscription = ? order by segment, lane"""
                .formatted(schema.table("foliot_checkpoint")))
        .param(subscription)
        .query((row, n) -> new Checkpoint(row.getInt(1), Lane.of(row.getInt(2)), row.getLong(3)))
        .list();
  }

  /**
   * Replaces the segments of a subscription, each lane at one position. Tokens continue to rise, so
   * that no former owner can commit.
   */
  void split(String subscription, int segments, long primary, long backfill) {
    long token = highestToken(subscription);
    Map<Integer, Long> handled = handledByLane(subscription);
    for (String table : List.of("foliot_segment", "foliot_checkpoint")) {
      jdbc.sql("delete from %s where subscription = ?".formatted(schema.table(table)))
          .param(subscription)
          .update();
    }
    List<List<Object>> newSegments = new ArrayList<>();
    List<List<Object>> checkpoints = new ArrayList<>();
    addSegments(
        subscription,
        segments,
        lane -> lane == Lane.PRIMARY ? primary : backfill,
        token,
        newSegments,
        checkpoints);
    insertSegments(newSegments, checkpoints);
    handled.forEach((lane, count) -> keepHandled(subscription, lane, count));
    jdbc.sql(
            "update %s set segments = ? where name = ?"
                .formatted(schema.table("foliot_subscription")))
        .params(segments, subscription)
        .update();
  }

  private Map<Integer, Long> handledByLane(String subscription) {
    Map<Integer, Long> handled = new HashMap<>();
    jdbc.sql(
            "select lane, sum(handled) from %s where subscription = ? group by lane"
                .formatted(schema.table("foliot_checkpoint")))
        .param(subscription)
        .query(
            row -> {
              handled.put(row.getInt(1), row.getLong(2));
            });
    return handled;
  }

  /**
   * The number of handled messages is not divided among the new segments: the first one gets all.
   */
  private void keepHandled(String subscription, int lane, long count) {
    jdbc.sql(
            """
            update %s set handled = ?
            where subscription = ? and segment = 0 and lane = ?"""
                .formatted(schema.table("foliot_checkpoint")))
        .params(count, subscription, lane)
        .update();
  }

  private long highestToken(String subscription) {
    return jdbc.sql(
            "select max(token) from %s where subscription = ?"
                .formatted(schema.table("foliot_segment")))
        .param(subscription)
        .query(Long.class)
        .single();
  }

  /**
   * Takes all segments of a subscription from their owners, for {@link TakeSegments}. The
   * subscription itself is locked first, so that its segments are not exchanged meanwhile.
   */
  Registration take(String subscription) {
    Registration registration = lock(subscription);
    lockInOrder("foliot_segment", "segment", subscription);
    lockInOrder("foliot_checkpoint", "segment, lane", subscription);
    jdbc.sql(
            "update %s set owner = null, token = token + 1 where subscription = ?"
                .formatted(schema.table("foliot_segment")))
        .param(subscription)
        .update();
    jdbc.sql(
            """
            update %1$s set token = (
              select s.token from %2$s s
              where s.subscription = %1$s.subscription and s.segment = %1$s.segment)
            where subscription = ?"""
                .formatted(schema.table("foliot_checkpoint"), schema.table("foliot_segment")))
        .param(subscription)
        .update();
    return registration;
  }

  /**
   * Prevents nodes from taking segments of a subscription until the transaction ends. Deliveries of
   * the present owners go on.
   */
  public void lockOwners(String subscription) {
    lock(subscription);
    lockInOrder("foliot_segment", "segment", subscription);
  }

  private Registration lock(String subscription) {
    return jdbc.sql(
            "select since, segments from %s where name = ? for update"
                .formatted(schema.table("foliot_subscription")))
        .param(subscription)
        .query((row, n) -> new Registration(row.getLong(1), row.getInt(2)))
        .single();
  }

  /** Locks the rows in the order of the deliveries, so that the two do not deadlock. */
  private void lockInOrder(String table, String order, String subscription) {
    jdbc.sql(
            "select token from %s where subscription = ? order by %s for update"
                .formatted(schema.table(table), order))
        .param(subscription)
        .query(Long.class)
        .list();
  }

  /**
   * The highest known settled position: a position that a subscription has reached by reading. The
   * position of its registration is not settled: a transaction that was open at that time may still
   * commit below it.
   */
  long settledPosition() {
    return jdbc.sql(
            """
            select coalesce(max(c.position), 0) from %s c join %s s on s.name = c.subscription
            where c.lane = ? and c.position <> s.since"""
                .formatted(schema.table("foliot_checkpoint"), schema.table("foliot_subscription")))
        .param(Lane.PRIMARY.code())
        .query(Long.class)
        .single();
  }
}

package dev.foliot.engine;

import dev.foliot.engine.SubscriptionStore.Registration;
import dev.foliot.work.Fence;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

/**
 * Takes every work, and every segment of every subscription that is not paused, from any owner, for
 * a run in test mode. The node registers for one lease, which is not renewed.
 */
final class TakeEverything {
  private final Storage storage;
  private final LocalNode node;
  private final Duration lease;
  private final NodeStore nodes;
  private final SubscriptionStore store;

  TakeEverything(Storage storage, LocalNode node, Duration lease) {
    this.storage = storage;
    this.node = node;
    this.lease = lease;
    this.nodes = NodeStore.of(storage, node);
    this.store = new SubscriptionStore(storage.jdbc(), storage.schema());
  }

  /** While the lease lasts, no running engine takes back the segments of the test. */
  void enter() {
    storage
        .transactions()
        .doInNew(
            () -> {
              if (!nodes.renew(node.name(), lease)) {
                nodes.enter(node.name(), Set.of(), lease);
              }
            });
  }

  void leave() {
    storage.transactions().doInNew(() -> nodes.leave(node.name()));
  }

  /**
   * Takes and opens everything.
   *
   * @param subscriptions the names of the subscriptions, in the order of their turns
   */
  void into(OpenSegments open, Collection<String> subscriptions) {
    ClaimSegments claims = open.claims();
    claims.works().register();
    Set<String> names = new LinkedHashSet<>(subscriptions);
    names.removeAll(store.paused());
    Map<String, Registration> registered = store.findAll();
    Map<SegmentId, Long> tokens = take(claims.works().names(), names);
    claims.works().names().stream()
        .map(name -> new SegmentId(name, 0))
        .map(id -> claims.works().begin(id, fence(claims.works().fence(id, token(tokens, id)))))
        .forEach(open::add);
    for (String name : names) {
      Registration registration = Objects.requireNonNull(registered.get(name));
      for (int number = 0; number < registration.segments(); number++) {
        SegmentId id = new SegmentId(name, number);
        open.add(claims.open(id, registration, token(tokens, id)));
      }
    }
    open.beginEverywhere();
  }

  private static long token(Map<SegmentId, Long> tokens, SegmentId id) {
    return Objects.requireNonNull(tokens.get(id));
  }

  /** Waits for commits that are under way. */
  private Map<SegmentId, Long> take(Set<String> works, Set<String> subscriptions) {
    Set<String> names = new LinkedHashSet<>(works);
    names.addAll(subscriptions);
    return names.isEmpty() ? Map.of() : storage.transactions().inNew(() -> take(names));
  }

  private Map<SegmentId, Long> take(Set<String> names) {
    Map<SegmentId, Long> tokens = new TreeMap<>();
    sql("""
        select subscription, segment, token from %1$s where subscription in (:names)
        order by subscription, segment for update""")
        .param("names", names)
        .query(
            row -> {
              tokens.put(new SegmentId(row.getString(1), row.getInt(2)), row.getLong(3) + 1);
            });
    sql("""
        select token from %2$s where subscription in (:names)
        order by subscription, segment, lane for update""")
        .param("names", names)
        .query(Long.class)
        .list();
    sql("update %1$s set owner = :node, token = token + 1 where subscription in (:names)")
        .param("node", node.name())
        .param("names", names)
        .update();
    sql("""
        update %2$s set token = (
          select s.token from %1$s s
          where s.subscription = %2$s.subscription and s.segment = %2$s.segment)
        where subscription in (:names)""")
        .param("names", names)
        .update();
    return tokens;
  }

  private StatementSpec sql(String text) {
    return storage
        .jdbc()
        .sql(text.formatted(storage.table("foliot_segment"), storage.table("foliot_checkpoint")));
  }

  /** Nothing renews the lease, so it proves nothing. The work is the test's until the run ends. */
  private static Fence fence(Fence ofLease) {
    return new Fence() {
      @Override
      public long token() {
        return ofLease.token();
      }

      @Override
      public void check() {
        ofLease.check();
      }

      @Override
      public boolean prove() {
        return true;
      }
    };
  }
}

package dev.foliot.engine;

import dev.foliot.engine.Ownership.Holding;
import dev.foliot.eventstore.FoliotSchema;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The tables of nodes: their leases, the subscriptions that they have handlers for, and paused
 * ones.
 */
final class NodeStore {
  private static final int DEAD_DAYS = 1;

  private final JdbcClient jdbc;
  private final FoliotSchema schema;
  private final LeaseClock clock;

  NodeStore(JdbcClient jdbc, FoliotSchema schema, LeaseClock clock) {
    this.jdbc = jdbc;
    this.schema = schema;
    this.clock = clock;
  }

  static NodeStore of(Storage storage, LocalNode node) {
    return new NodeStore(storage.jdbc(), storage.schema(), node.leaseClock());
  }

  /** Prolongs a node's lease; false if the database does not have the node any more. */
  boolean renew(String node, Duration lease) {
    return jdbc.sql(
                "update %s set lease_until = %s where node = ?"
                    .formatted(schema.table("foliot_node"), end(lease)))
            .param(node)
            .update()
        == 1;
  }

  private String end(Duration lease) {
    return "%s + interval '%s' second"
        .formatted(clock.now(), BigDecimal.valueOf(lease.toMillis(), 3).toPlainString());
  }

  /** Enters a node, in a transaction, so that it is never visible without its subscriptions. */
  void enter(String node, Collection<String> subscriptions, Duration lease) {
    jdbc.sql(
            "insert into %s (node, started_at, lease_until) values (?, %s, %s)"
                .formatted(schema.table("foliot_node"), clock.now(), end(lease)))
        .param(node)
        .update();
    forget(node);
    for (String subscription : subscriptions) {
      jdbc.sql(
              "insert into %s (node, subscription) values (?, ?)"
                  .formatted(schema.table("foliot_node_subscription")))
          .params(node, subscription)
          .update();
    }
  }

  /**
   * Removes a node's subscriptions, so that it does not take segments any more; it keeps its
   * segments until it releases them.
   */
  void forget(String node) {
    jdbc.sql("delete from %s where node = ?".formatted(schema.table("foliot_node_subscription")))
        .param(node)
        .update();
  }

  /**
   * Stores that a subscription pauses on a node.
   *
   * @param circuit null if it does not any more
   */
  void tell(String node, String subscription, @Nullable CircuitReport circuit) {
    jdbc.sql(
            """
            update %s set circuit_since = ?, circuit_next_try = ?, circuit_error = ?
            where node = ? and subscription = ?"""
                .formatted(schema.table("foliot_node_subscription")))
        .param(1, circuit == null ? null : at(circuit.since()), Types.TIMESTAMP_WITH_TIMEZONE)
        .param(2, circuit == null ? null : at(circuit.nextTry()), Types.TIMESTAMP_WITH_TIMEZONE)
        .param(3, circuit == null ? null : circuit.errorClass(), Types.VARCHAR)
        .param(4, node)
        .param(5, subscription)
        .update();
  }

  private static OffsetDateTime at(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }

  /** Removes a node. */
  void leave(String node) {
    forget(node);
    jdbc.sql("delete from %s where node = ?".formatted(schema.table("foliot_node")))
        .param(node)
        .update();
  }

  /** Removes nodes that have been dead for a day, in a transaction. */
  void removeDead() {
    int removed =
        jdbc.sql(
                "delete from %s where lease_until < %s - interval '%s' day"
                    .formatted(schema.table("foliot_node"), clock.now(), DEAD_DAYS))
            .update();
    if (removed > 0) {
      jdbc.sql(
              "delete from %s k where not exists (select 1 from %s n where n.node = k.node)"
                  .formatted(schema.table("foliot_node_subscription"), schema.table("foliot_node")))
          .update();
    }
  }

  /** Returns the owners: one statement, so that nodes and segments are of one moment. */
  Ownership ownership() {
    Map<String, Set<String>> nodes = new HashMap<>();
    Map<String, Duration> leases = new HashMap<>();
    List<Holding> segments = new ArrayList<>();
    jdbc.sql(
            """
            select n.node, k.subscription, cast(null as int) as segment,
                   cast(null as varchar(100)) as owner, cast(null as bigint) as token,
                   false as paused, n.lease_until, %1$s as present
              from %2$s n left join %3$s k on k.node = n.node
             where n.lease_until > %1$s
            union all
            select null, s.subscription, s.segment, s.owner, s.token,
                   u.paused_at is not null, null, %1$s
              from %4$s s left join %5$s u on u.name = s.subscription"""
                .formatted(
                    clock.now(),
                    schema.table("foliot_node"),
                    schema.table("foliot_node_subscription"),
                    schema.table("foliot_segment"),
                    schema.table("foliot_subscription")))
        .query(
            row -> {
              String node = row.getString("node");
              if (node == null) {
                segments.add(holding(row));
              } else {
                leases.put(node, lease(row));
                Set<String> known = nodes.computeIfAbsent(node, each -> new HashSet<>());
                if (row.getString("subscription") != null) {
                  known.add(row.getString("subscription"));
                }
              }
            });
    return new Ownership(nodes, segments, leases);
  }

  private static Holding holding(ResultSet row) throws SQLException {
    return new Holding(
        new SegmentId(row.getString("subscription"), row.getInt("segment")),
        row.getString("owner"),
        row.getLong("token"),
        row.getBoolean("paused"));
  }

  private static Duration lease(ResultSet row) throws SQLException {
    return Duration.between(
        row.getObject("present", OffsetDateTime.class),
        row.getObject("lease_until", OffsetDateTime.class));
  }
}

package dev.foliot.operation;

import dev.foliot.engine.CircuitReport;
import dev.foliot.engine.LocalNode;
import dev.foliot.engine.Relay;
import dev.foliot.engine.Storage;
import dev.foliot.engine.Subscription;
import dev.foliot.engine.SubscriptionStore.Checkpoint;
import dev.foliot.engine.SubscriptionStore.Registration;
import dev.foliot.message.Lane;
import dev.foliot.message.RecordedMessage;
import dev.foliot.operation.MeasureLag.Place;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Composes the reports of all subscriptions from the tables. This takes a few statements for any
 * number of subscriptions, and a bounded read of the log for each one that is behind. Each
 * statement reads the newest commits, so the numbers of a running engine may be from slightly
 * different moments.
 */
final class ReadReports {
  private final Storage storage;
  private final LocalNode node;
  private final Relay relay;
  private final JdbcClient jdbc;
  private final KnownSubscriptions known;
  private final MeasureLag lag;
  private final DoneMessages done;
  private final MeasureStaleness staleness;
  private final Throughput throughput = new Throughput();

  ReadReports(
      Storage storage,
      LocalNode node,
      Relay relay,
      KnownSubscriptions known,
      MeasureStaleness staleness) {
    this.storage = storage;
    this.node = node;
    this.relay = relay;
    this.jdbc = storage.jdbc();
    this.known = known;
    this.lag = new MeasureLag(storage.log());
    this.done = new DoneMessages(storage);
    this.staleness = staleness;
  }

  private record Registered(
      String name,
      Registration registration,
      @Nullable Instant pausedAt,
      @Nullable String pausedReason) {}

  private record Owner(String subscription, int segment, @Nullable String node, boolean isAlive) {}

  private record Position(String subscription, Checkpoint checkpoint, long handled, int of) {
    /** The key of a counter. After a change of the segments, a lane has another counter. */
    String place() {
      return subscription + " " + checkpoint.segment() + "/" + of + " " + checkpoint.lane();
    }
  }

  private record Held(String subscription, int segment, boolean parked, int keys) {}

  private record Circuit(String subscription, CircuitReport report) {}

  private record Snapshot(
      Instant at,
      long head,
      List<Circuit> circuits,
      Map<String, List<Owner>> owners,
      Map<String, List<Position>> positions,
      Map<String, List<Held>> held,
      Map<String, Double> rates,
      Map<String, Duration> staleness) {}

  /** The report of all subscriptions. */
  ClusterReport read() {
    return read(each -> true);
  }

  /** The report of one existing subscription. */
  SubscriptionReport read(String subscription) {
    return read(each -> each.name().equals(subscription)).subscriptions().get(0);
  }

  private ClusterReport read(Predicate<Registered> wanted) {
    Instant now = node.clock().instant();
    // 1. The registrations, owners, checkpoints and held keys.
    List<Registered> registered = registered();
    List<Owner> owners = owners();
    List<Position> positions = positions();
    List<Held> held = held();
    // 2. Only now the end of the log, so that no checkpoint seems to be ahead of it.
    long head = storage.log().head();
    // 3. Rates, compared with the previous report.
    Map<String, Long> counters =
        positions.stream().collect(Collectors.toMap(Position::place, Position::handled));
    Snapshot snapshot =
        new Snapshot(
            now,
            head,
            circuits(),
            owners.stream().collect(Collectors.groupingBy(Owner::subscription)),
            positions.stream().collect(Collectors.groupingBy(Position::subscription)),
            held.stream().collect(Collectors.groupingBy(Held::subscription)),
            throughput.perSecond(now, counters),
            staleness.of(known(registered, wanted)));
    // 4. One report for each subscription, with its lag.
    return new ClusterReport(
        now,
        head,
        nodes(),
        registered.stream().filter(wanted).map(each -> report(each, snapshot)).toList(),
        relay.isUsed() ? relay.outbox().report() : null);
  }

  private List<Subscription> known(List<Registered> registered, Predicate<Registered> wanted) {
    return registered.stream()
        .filter(wanted)
        .flatMap(each -> known.find(each.name()).stream())
        .toList();
  }

  private SubscriptionReport report(Registered registered, Snapshot snapshot) {
    String name = registered.name();
    Optional<Subscription> subscription = known.find(name);
    List<Position> positions = snapshot.positions().getOrDefault(name, List.of());
    Map<Place, Lag> lags =
        subscription
            .map(each -> lags(each, registered.registration(), positions, snapshot))
            .orElse(Map.of());
    List<SegmentReport> segments =
        snapshot.owners().getOrDefault(name, List.of()).stream()
            .map(owner -> segment(owner, positions, lags, snapshot))
            .toList();
    return new SubscriptionReport(
        name,
        subscription.isPresent(),
        registered.pausedAt(),
        registered.pausedReason(),
        snapshot.circuits().stream()
            .filter(each -> each.subscription().equals(name))
            .map(Circuit::report)
            .toList(),
        registered.registration().since(),
        segments.stream().mapToInt(SegmentReport::waiting).sum(),
        segments.stream().mapToInt(SegmentReport::parked).sum(),
        positions.stream().mapToLong(Position::handled).sum(),
        rate(positions, snapshot),
        subscription.isPresent() ? lags.values().stream().reduce(Lag.NONE, Lag::and) : null,
        snapshot.staleness().get(name),
        segments);
  }

  private static @Nullable Double rate(List<Position> positions, Snapshot snapshot) {
    return positions.stream()
        .map(position -> snapshot.rates().get(position.place()))
        .filter(Objects::nonNull)
        .reduce(Double::sum)
        .orElse(null);
  }

  private Map<Place, Lag> lags(
      Subscription subscription,
      Registration registration,
      List<Position> positions,
      Snapshot snapshot) {
    List<Checkpoint> checkpoints = positions.stream().map(Position::checkpoint).toList();
    boolean behind = checkpoints.stream().anyMatch(each -> each.position() < snapshot.head());
    Predicate<RecordedMessage> isDone = behind ? done.of(subscription) : message -> false;
    return lag.of(subscription, registration, checkpoints, isDone, snapshot.head(), snapshot.at());
  }

  private static SegmentReport segment(
      Owner owner, List<Position> positions, Map<Place, Lag> lags, Snapshot snapshot) {
    List<Held> held =
        snapshot.held().getOrDefault(owner.subscription(), List.of()).stream()
            .filter(each -> each.segment() == owner.segment())
            .toList();
    return new SegmentReport(
        owner.segment(),
        owner.node(),
        owner.isAlive(),
        keys(held, false),
        keys(held, true),
        positions.stream()
            .filter(position -> position.checkpoint().segment() == owner.segment())
            .map(position -> lane(position, lags, snapshot))
            .toList());
  }

  private static int keys(List<Held> held, boolean parked) {
    return held.stream().filter(each -> each.parked() == parked).mapToInt(Held::keys).sum();
  }

  private static LaneReport lane(Position position, Map<Place, Lag> lags, Snapshot snapshot) {
    Checkpoint checkpoint = position.checkpoint();
    return new LaneReport(
        checkpoint.lane(),
        checkpoint.position(),
        position.handled(),
        snapshot.rates().get(position.place()),
        lags.get(new Place(checkpoint.segment(), checkpoint.lane())));
  }

  // ---- the tables

  private String table(String name) {
    return storage.table(name);
  }

  /** The time of the next try, for the log. */
  String nextTry() {
    return nodes().stream().anyMatch(NodeReport::alive)
        ? "at once"
        : "when an engine runs, but none does now: start one, foliot.engine.enabled=true";
  }

  private List<NodeReport> nodes() {
    return jdbc.sql(
            """
            select node, lease_until, lease_until > %s
            from %s order by node"""
                .formatted(node.leaseClock().now(), table("foliot_node")))
        .query(
            (row, n) ->
                new NodeReport(
                    row.getString(1),
                    row.getObject(2, OffsetDateTime.class).toInstant(),
                    row.getBoolean(3)))
        .list();
  }

  private List<Circuit> circuits() {
    return jdbc.sql(
            """
            select k.subscription, k.node, k.circuit_since, k.circuit_next_try, k.circuit_error
            from %s k join %s n on n.node = k.node
            where k.circuit_since is not null and n.lease_until > %s
            order by k.node"""
                .formatted(
                    table("foliot_node_subscription"),
                    table("foliot_node"),
                    node.leaseClock().now()))
        .query(
            (row, n) ->
                new Circuit(
                    row.getString(1),
                    new CircuitReport(
                        row.getString(2),
                        row.getObject(3, OffsetDateTime.class).toInstant(),
                        row.getObject(4, OffsetDateTime.class).toInstant(),
                        row.getString(5))))
        .list();
  }

  private List<Registered> registered() {
    return jdbc.sql(
            """
            select name, since, segments, paused_at, paused_reason
            from %s order by name"""
                .formatted(table("foliot_subscription")))
        .query(
            (row, n) ->
                new Registered(
                    row.getString(1),
                    new Registration(row.getLong(2), row.getInt(3)),
                    instant(row, 4),
                    row.getString(5)))
        .list();
  }

  private static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
    OffsetDateTime value = row.getObject(column, OffsetDateTime.class);
    return value == null ? null : value.toInstant();
  }

  private List<Owner> owners() {
    return jdbc.sql(
            """
            select s.subscription, s.segment, s.owner, n.lease_until > %s
            from %s s left join %s n on n.node = s.owner
            order by s.subscription, s.segment"""
                .formatted(node.leaseClock().now(), table("foliot_segment"), table("foliot_node")))
        .query(
            (row, n) ->
                new Owner(row.getString(1), row.getInt(2), row.getString(3), row.getBoolean(4)))
        .list();
  }

  private List<Position> positions() {
    return jdbc.sql(
            """
            select subscription, segment, lane, position, handled,
              count(*) over (partition by subscription)
            from %s order by subscription, segment, lane"""
                .formatted(table("foliot_checkpoint")))
        .query(
            (row, n) ->
                new Position(
                    row.getString(1),
                    new Checkpoint(row.getInt(2), Lane.of(row.getInt(3)), row.getLong(4)),
                    row.getLong(5),
                    row.getInt(6)))
        .list();
  }

  private List<Held> held() {
    return jdbc.sql(
            """
            select subscription, segment, status, count(*)
            from %s group by subscription, segment, status"""
                .formatted(table("foliot_held")))
        .query(
            (row, n) ->
                new Held(
                    row.getString(1),
                    row.getInt(2),
                    row.getString(3).equals("parked"),
                    row.getInt(4)))
        .list();
  }
}

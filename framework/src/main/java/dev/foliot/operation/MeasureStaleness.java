package dev.foliot.operation;

import dev.foliot.engine.Deliveries;
import dev.foliot.engine.Storage;
import dev.foliot.engine.Subscription;
import dev.foliot.engine.SubscriptionStore;
import dev.foliot.engine.SubscriptionStore.Checkpoint;
import dev.foliot.engine.SubscriptionStore.Registration;
import dev.foliot.eventstore.LogFilter;
import dev.foliot.message.Lane;
import dev.foliot.message.RecordedMessage;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the oldest message that a subscription has not handled yet: it is unread, or waits behind a
 * failure. This takes five statements for all subscriptions together. For each subscription that is
 * behind, it also takes a bounded read of the log, which ends at the first waiting message.
 */
final class MeasureStaleness {
  /** The number of positions that are read, from the first message after a checkpoint. */
  static final long WINDOW = 20_000;

  private static final int PAGE = 500;
  private static final int MAX_KEYS = 1_000;

  private final Storage storage;
  private final Deliveries deliveries;
  private final InstantSource clock;
  private final SubscriptionStore store;
  private final DoneMessages done;

  MeasureStaleness(Storage storage, Deliveries deliveries, InstantSource clock) {
    this.storage = storage;
    this.deliveries = deliveries;
    this.clock = clock;
    this.store = new SubscriptionStore(storage.jdbc(), storage.schema());
    this.done = new DoneMessages(storage);
  }

  /** The checkpoint of one lane of one segment. */
  private record Position(String subscription, Checkpoint checkpoint) {}

  /** A failed message, or the position at which its key continues. */
  private record Held(String subscription, String key, long position, Instant since) {}

  private record Snapshot(
      Map<String, Registration> registered,
      Map<String, List<Position>> positions,
      Map<String, Held> failed,
      Map<String, List<Held>> goingOn,
      long head) {}

  /**
   * The age of the oldest message of each subscription, by name; zero if none waits, or if a node
   * whose clock is ahead has sent it.
   */
  Map<String, Duration> of(List<Subscription> subscriptions) {
    if (subscriptions.isEmpty()) {
      return Map.of();
    }
    // 1. The checkpoints and held keys; only then the end of the log, which is not behind them.
    Snapshot snapshot = read(subscriptions.stream().map(Subscription::name).toList());
    // 2. The oldest message of each.
    Instant now = clock.instant();
    Map<String, Duration> ages = new HashMap<>();
    for (Subscription each : subscriptions) {
      Duration age =
          oldest(each, snapshot).map(since -> Duration.between(since, now)).orElse(Duration.ZERO);
      ages.put(each.name(), age.isNegative() ? Duration.ZERO : age);
    }
    return ages;
  }

  private Snapshot read(List<String> names) {
    return new Snapshot(
        store.findAll(),
        positions(names).stream().collect(Collectors.groupingBy(Position::subscription)),
        failed(names).stream().collect(Collectors.toMap(Held::subscription, held -> held)),
        goingOn(names).stream().collect(Collectors.groupingBy(Held::subscription)),
        storage.log().head());
  }

  private Optional<Instant> oldest(Subscription subscription, Snapshot snapshot) {
    Held failed = snapshot.failed().get(subscription.name());
    Optional<Instant> unread = new Unread(subscription, snapshot).oldest();
    return Stream.concat(Stream.ofNullable(failed).map(Held::since), unread.stream())
        .min(Instant::compareTo);
  }

  /** The messages of a subscription that no delivery has tried yet. */
  private final class Unread {
    private final Subscription subscription;
    private final Registration registration;
    private final Map<MeasureLag.Place, Long> checkpoints = new HashMap<>();
    private final Map<String, Long> goingOn = new HashMap<>();
    private final boolean isRegistered;
    private final long head;
    private @Nullable Predicate<RecordedMessage> isDone;

    Unread(Subscription subscription, Snapshot snapshot) {
      String name = subscription.name();
      Registration known = snapshot.registered().get(name);
      this.subscription = subscription;
      this.isRegistered = known != null;
      this.registration = known != null ? known : new Registration(0, 1);
      this.head = snapshot.head();
      long start = subscription.startWhenLogEndsAt(head); // if it is not registered yet
      for (Lane lane : Lane.values()) {
        for (int segment = 0; segment < registration.segments(); segment++) {
          checkpoints.put(new MeasureLag.Place(segment, lane), start);
        }
      }
      for (Position each : snapshot.positions().getOrDefault(name, List.of())) {
        Checkpoint at = each.checkpoint();
        checkpoints.put(new MeasureLag.Place(at.segment(), at.lane()), at.position());
      }
      snapshot
          .goingOn()
          .getOrDefault(name, List.of())
          .forEach(held -> goingOn.put(held.key(), held.position()));
    }

    Optional<Instant> oldest() {
      long after =
          Stream.concat(
                  checkpoints.values().stream(), goingOn.values().stream().map(from -> from - 1))
              .min(Long::compare)
              .orElse(head);
      if (after >= head) {
        return Optional.empty();
      }
      Optional<RecordedMessage> first = first(after, head);
      if (first.isEmpty()) {
        return Optional.empty();
      }
      long upTo = Math.min(head, first.get().position() - 1 + WINDOW);
      Optional<RecordedMessage> waiting = firstThatWaits(first.get().position() - 1, upTo);
      // A subscription without a waiting message in the window counts as being at the end of the
      // window. Its own next message may be millions of positions away.
      return (waiting.isPresent() || deliveries.synchronous() ? waiting : first(upTo, head))
          .map(message -> message.metadata().occurredAt());
    }

    private Optional<RecordedMessage> first(long after, long upTo) {
      return storage.log().read(filter(after, upTo, 1)).stream().findFirst();
    }

    private Optional<RecordedMessage> firstThatWaits(long after, long upTo) {
      long position = after;
      List<RecordedMessage> page;
      do {
        page = storage.log().read(filter(position, upTo, PAGE));
        for (RecordedMessage message : page) {
          position = message.position();
          if (subscription.wants(message, registration.since()) && waits(message)) {
            return Optional.of(message);
          }
        }
      } while (page.size() == PAGE);
      return Optional.empty();
    }

    private LogFilter filter(long after, long upTo, int limit) {
      LogFilter all =
          LogFilter.between(after, upTo, limit)
              .kinds(subscription.kinds())
              .excludedTypes(subscription.unwantedTypes());
      return after >= registration.since() ? all.withoutSynchronous() : all;
    }

    private boolean waits(RecordedMessage message) {
      MeasureLag.Place place = MeasureLag.placeOf(message, subscription, registration);
      long checkpoint = checkpoints.getOrDefault(place, head);
      return message.position() > checkpoint ? !isDone(message) : goesOn(message);
    }

    private boolean goesOn(RecordedMessage message) {
      Long from = goingOn.isEmpty() ? null : goingOn.get(subscription.reportedKeyOf(message));
      return from != null && message.position() >= from;
    }

    private boolean isDone(RecordedMessage message) {
      if (isDone == null) {
        isDone = isRegistered ? done.of(subscription) : each -> false;
      }
      return isDone.test(message);
    }
  }

  // ---- the tables

  private List<Position> positions(List<String> names) {
    return storage
        .jdbc()
        .sql(
            """
            select subscription, segment, lane, position from %s
            where subscription in (:names)"""
                .formatted(storage.table("foliot_checkpoint")))
        .param("names", names)
        .query(
            (row, n) ->
                new Position(
                    row.getString(1),
                    new Checkpoint(row.getInt(2), Lane.of(row.getInt(3)), row.getLong(4))))
        .list();
  }

  /**
   * The first failed message of each subscription; if it is archived, the time of its failure
   * counts.
   */
  private List<Held> failed(List<String> names) {
    return held(
        """
        select h.subscription, h.held_key, h.position,
          coalesce(m.occurred_at, h.first_failed_at)
        from %1$s h
        join (
          select subscription, min(position) as position from %1$s
          where status <> 'going_on' and subscription in (:names)
          group by subscription) f
          on f.subscription = h.subscription and f.position = h.position
        left join %2$s m on m.position = h.position
        where h.status <> 'going_on'"""
            .formatted(storage.table("foliot_held"), storage.table("foliot_message")),
        names);
  }

  private List<Held> goingOn(List<String> names) {
    return held(
        """
        select subscription, held_key, position, first_failed_at from %s
        where status = 'going_on' and subscription in (:names)
        order by position fetch first %s rows only"""
            .formatted(storage.table("foliot_held"), MAX_KEYS),
        names);
  }

  private List<Held> held(String sql, List<String> names) {
    return storage
        .jdbc()
        .sql(sql)
        .param("names", names)
        .query(
            (row, n) ->
                new Held(
                    row.getString(1),
                    row.getString(2),
                    row.getLong(3),
                    row.getObject(4, OffsetDateTime.class).toInstant()))
        .list();
  }
}

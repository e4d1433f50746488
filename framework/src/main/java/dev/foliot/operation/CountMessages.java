package dev.foliot.operation;

import dev.foliot.engine.SegmentLayout;
import dev.foliot.engine.Storage;
import dev.foliot.engine.Subscription;
import dev.foliot.engine.SubscriptionStore.Checkpoint;
import dev.foliot.engine.SubscriptionStore.Registration;
import dev.foliot.eventstore.LogCounts;
import dev.foliot.eventstore.LogFilter;
import dev.foliot.message.Lane;
import dev.foliot.message.RecordedMessage;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Counts the messages of a subscription between its checkpoints and another position. If all
 * segments are on the same side of a range, the database counts. Otherwise the messages are read,
 * because only their keys show to which segment they belong.
 */
final class CountMessages {
  private static final int PAGE = 1_000;

  private final Storage storage;
  private final LogCounts log;

  CountMessages(Storage storage) {
    this.storage = storage;
    this.log = new LogCounts(storage.jdbc(), storage.schema());
  }

  /**
   * The consequences of a move.
   *
   * @param repeats messages that have been handled, or wait behind a held key, and will be read
   *     again
   * @param skips messages that have not been read and will be passed
   */
  record Counts(long repeats, long skips) {}

  /** A part of the log for which the same segments count. */
  private record Range(Lane lane, long after, long upTo, Set<Integer> segments) {}

  Counts between(
      Subscription subscription,
      Registration registration,
      SegmentLayout layout,
      List<Checkpoint> checkpoints,
      List<Long> ahead,
      long to) {
    if (!layout.former().isEmpty()) {
      return readAll(subscription, registration, layout, checkpoints, Set.copyOf(ahead), to);
    }
    long aheadAfter = ahead.stream().filter(position -> position > to).count();
    long repeats = aheadAfter;
    long skips = aheadAfter - ahead.size();
    for (Lane lane : Lane.values()) {
      List<Checkpoint> ofLane = checkpoints.stream().filter(each -> each.lane() == lane).toList();
      for (Range range : ranges(lane, ofLane, to)) {
        boolean back = range.after() >= to;
        long since = back ? Long.MAX_VALUE : registration.since();
        long messages = count(subscription, registration.segments(), range, since);
        repeats += back ? messages : 0;
        skips += back ? 0 : messages;
      }
    }
    return new Counts(repeats, skips);
  }

  /**
   * Reads the messages, because only the key of a message decides whether a former segment had
   * passed it.
   */
  private Counts readAll(
      Subscription subscription,
      Registration registration,
      SegmentLayout layout,
      List<Checkpoint> checkpoints,
      Set<Long> ahead,
      long to) {
    long position = checkpoints.stream().mapToLong(Checkpoint::position).reduce(to, Math::min);
    long upTo =
        checkpoints.stream()
            .mapToLong(Checkpoint::position)
            .reduce(Math.max(to, layout.furthest()), Math::max);
    long repeats = 0;
    long skips = 0;
    List<RecordedMessage> page;
    do {
      page = storage.log().read(page(subscription, position, upTo, PAGE));
      for (RecordedMessage message : page) {
        position = message.position();
        String key = subscription.reportedKeyOf(message);
        boolean done =
            ahead.contains(position)
                || layout.wasPassed(key, message)
                || checkpoints.stream().anyMatch(each -> hasPassed(each, layout, key, message));
        if (done && position > to && subscription.wants(message, Long.MAX_VALUE)) {
          repeats++;
        } else if (!done && position <= to && subscription.wants(message, registration.since())) {
          skips++;
        }
      }
    } while (page.size() == PAGE);
    return new Counts(repeats, skips);
  }

  private static boolean hasPassed(
      Checkpoint checkpoint, SegmentLayout layout, String key, RecordedMessage message) {
    return checkpoint.lane() == message.lane()
        && checkpoint.position() >= message.position()
        && layout.isIn(checkpoint.segment(), key);
  }

  private static List<Range> ranges(Lane lane, List<Checkpoint> checkpoints, long to) {
    NavigableSet<Long> ends =
        new TreeSet<>(checkpoints.stream().map(Checkpoint::position).toList());
    ends.add(to);
    return ends.headSet(ends.last()).stream()
        .map(after -> range(lane, checkpoints, to, after, upTo(ends, after)))
        .toList();
  }

  private static long upTo(NavigableSet<Long> ends, long after) {
    return ends.tailSet(after, false).first();
  }

  private static Range range(
      Lane lane, List<Checkpoint> checkpoints, long to, long after, long upTo) {
    Set<Integer> concerned = new HashSet<>();
    for (Checkpoint each : checkpoints) {
      if (after >= to ? each.position() >= upTo : each.position() <= after) {
        concerned.add(each.segment());
      }
    }
    return new Range(lane, after, upTo, concerned);
  }

  private long count(Subscription subscription, int segments, Range range, long since) {
    if (range.segments().size() == segments && !subscription.looksInside()) {
      long end = Math.max(range.after(), Math.min(range.upTo(), since));
      LogFilter synchronousToo = filter(subscription, range.after(), end).lane(range.lane());
      LogFilter others =
          filter(subscription, end, range.upTo()).lane(range.lane()).withoutSynchronous();
      return log.count(synchronousToo) + log.count(others);
    }
    return read(subscription, segments, range, since);
  }

  private long read(Subscription subscription, int segments, Range range, long since) {
    long found = 0;
    long position = range.after();
    List<RecordedMessage> page;
    do {
      page =
          storage.log().read(page(subscription, position, range.upTo(), PAGE).lane(range.lane()));
      for (RecordedMessage message : page) {
        position = message.position();
        if (subscription.wants(message, since)
            && range
                .segments()
                .contains(Subscription.segmentOf(subscription.reportedKeyOf(message), segments))) {
          found++;
        }
      }
    } while (page.size() == PAGE);
    return found;
  }

  private static LogFilter filter(Subscription subscription, long after, long upTo) {
    return page(subscription, after, upTo, Integer.MAX_VALUE);
  }

  private static LogFilter page(Subscription subscription, long after, long upTo, int limit) {
    LogFilter filter =
        LogFilter.between(after, upTo, limit)
            .kinds(subscription.kinds())
            .excludedTypes(subscription.unwantedTypes());
    return subscription
        .handler()
        .destination()
        .map(destination -> filter.categories(Set.of(destination)))
        .orElse(filter);
  }

  /** When the first message after the position occurred. */
  @Nullable Instant firstAfter(Subscription subscription, long position) {
    return storage.log().read(page(subscription, position, Long.MAX_VALUE, 1)).stream()
        .findFirst()
        .map(message -> message.metadata().occurredAt())
        .orElse(null);
  }

  /** How many messages in between were delivered synchronously. */
  long synchronousBetween(Subscription subscription, long after, long upTo) {
    LogFilter all = filter(subscription, after, upTo);
    return log.count(all) - log.count(all.withoutSynchronous());
  }

  long archivedAfter(Subscription subscription, long position) {
    return log.archived(subscription.kinds(), subscription.unwantedTypes(), position);
  }

  long lastBefore(Instant instant, long end) {
    return log.lastBefore(instant, end);
  }
}

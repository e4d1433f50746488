package dev.foliot.operation;

import dev.foliot.engine.Subscription;
import dev.foliot.engine.SubscriptionStore.Checkpoint;
import dev.foliot.engine.SubscriptionStore.Registration;
import dev.foliot.eventstore.EventStore;
import dev.foliot.eventstore.LogFilter;
import dev.foliot.message.Lane;
import dev.foliot.message.RecordedMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Counts the messages that the lanes of a subscription have not read yet, as the engine would. The
 * key of a message decides its segment. Only the handler can compute that key, so the next messages
 * are read, up to a bound.
 */
final class MeasureLag {
  /** The number of positions that are read, from the first message after a checkpoint. */
  static final long WINDOW = 10_000;

  private static final int PAGE = 1_000;

  private final EventStore log;

  MeasureLag(EventStore log) {
    this.log = log;
  }

  /** A lane of a segment. */
  record Place(int segment, Lane lane) {}

  private static final class Count {
    private long messages;
    private @Nullable Instant oldest;

    void add(RecordedMessage message) {
      messages++;
      if (oldest == null) {
        oldest = message.metadata().occurredAt();
      }
    }
  }

  /**
   * The lag of each lane of each segment.
   *
   * @param isDone the messages that a segment will skip
   */
  Map<Place, Lag> of(
      Subscription subscription,
      Registration registration,
      List<Checkpoint> checkpoints,
      Predicate<RecordedMessage> isDone,
      long head,
      Instant now) {
    Map<Place, Lag> lags = new HashMap<>();
    Map<Long, List<Checkpoint>> byPosition =
        checkpoints.stream()
            .collect(
                Collectors.groupingBy(Checkpoint::position, TreeMap::new, Collectors.toList()));
    byPosition.forEach(
        (position, equallyFar) -> {
          long upTo = Math.min(head, beforeNext(position, head) + WINDOW);
          Map<Place, Count> counts = new HashMap<>();
          for (Checkpoint each : equallyFar) {
            counts.put(new Place(each.segment(), each.lane()), new Count());
          }
          count(subscription, registration, isDone, position, upTo, counts);
          counts.forEach((place, count) -> lags.put(place, lag(count, position, upTo, head, now)));
        });
    return lags;
  }

  /** Positions may begin far above a checkpoint: after an archive, or a log that was emptied. */
  private long beforeNext(long position, long head) {
    return log.read(LogFilter.between(position, head, 1)).stream()
        .mapToLong(message -> message.position() - 1)
        .findFirst()
        .orElse(position);
  }

  private static Lag lag(Count count, long position, long upTo, long head, Instant now) {
    Instant oldest = count.oldest;
    return new Lag(
        count.messages,
        upTo < head,
        Math.max(0, head - position),
        oldest == null ? null : age(oldest, now));
  }

  /**
   * The age, at least zero: a message may have come after the report began, or from a node whose
   * clock is ahead.
   */
  private static Duration age(Instant occurredAt, Instant now) {
    return occurredAt.isAfter(now) ? Duration.ZERO : Duration.between(occurredAt, now);
  }

  private void count(
      Subscription subscription,
      Registration registration,
      Predicate<RecordedMessage> isDone,
      long after,
      long upTo,
      Map<Place, Count> counts) {
    long position = after;
    List<RecordedMessage> page;
    do {
      LogFilter next =
          LogFilter.between(position, upTo, PAGE)
              .kinds(subscription.kinds())
              .excludedTypes(subscription.unwantedTypes());
      page = log.read(next);
      for (RecordedMessage message : page) {
        position = message.position();
        Count count = counts.get(placeOf(message, subscription, registration));
        if (count != null
            && subscription.wants(message, registration.since())
            && !isDone.test(message)) {
          count.add(message);
        }
      }
    } while (page.size() == PAGE);
  }

  static Place placeOf(
      RecordedMessage message, Subscription subscription, Registration registration) {
    int segments = registration.segments();
    int segment =
        segments == 1 ? 0 : Subscription.segmentOf(subscription.reportedKeyOf(message), segments);
    return new Place(segment, message.lane());
  }
}

package dev.foliot.autoconfigure.actuate;

import dev.foliot.engine.EngineStatus;
import dev.foliot.engine.SubscriptionStatus;
import dev.foliot.message.Lane;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads the engine's state when it is called, and remembers the end of the log at that time. So it
 * estimates without a query how long a subscription has been behind. The estimate is more precise
 * if it is called more often.
 */
final class EngineLooks {
  private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final int MAX_MARKS = 512;

  private final Supplier<EngineStatus> engine;
  private final LongSupplier nanoTime;
  private List<Mark> marks = new ArrayList<>();
  private @Nullable Look latest;

  EngineLooks(Supplier<EngineStatus> engine, LongSupplier nanoTime) {
    this.engine = engine;
    this.nanoTime = nanoTime;
  }

  private record Mark(long head, long at) {}

  /**
   * One reading of the state.
   *
   * @param at the registry's monotonic time, in nanoseconds
   * @param status the state of the engine
   * @param segments the segments that this node delivers, by subscription
   * @param marks the ends of the log with the times of their sighting, ascending
   */
  record Look(
      long at,
      EngineStatus status,
      Map<String, List<SubscriptionStatus>> segments,
      List<Mark> marks) {

    List<SubscriptionStatus> segmentsOf(String subscription) {
      return segments.getOrDefault(subscription, List.of());
    }

    /**
     * The number of positions of the log after the segment that is furthest behind; NaN without a
     * segment.
     */
    double lag(List<SubscriptionStatus> segments, Lane lane) {
      return segments.isEmpty()
          ? Double.NaN
          : Math.max(0, status.head() - furthestBehind(segments, lane));
    }

    /** The seconds since the log was first seen with positions after that segment. */
    double delay(List<SubscriptionStatus> segments, Lane lane) {
      if (segments.isEmpty()) {
        return Double.NaN;
      }
      long position = furthestBehind(segments, lane);
      return marks.stream()
          .filter(mark -> mark.head() > position)
          .findFirst()
          .map(mark -> (at - mark.at()) / 1e9)
          .orElse(0.0);
    }

    private static long furthestBehind(List<SubscriptionStatus> segments, Lane lane) {
      return segments.stream()
          .mapToLong(each -> lane == Lane.PRIMARY ? each.primary() : each.backfill())
          .min()
          .orElse(Long.MAX_VALUE);
    }
  }

  /** Returns a state that is at most one second old. */
  synchronized Look latest() {
    long now = nanoTime.getAsLong();
    Look known = latest;
    if (known == null || now - known.at() >= FRESH_NANOS) {
      known = look(now);
      latest = known;
    }
    return known;
  }

  private Look look(long now) {
    EngineStatus status = engine.get();
    if (marks.isEmpty() || status.head() > marks.get(marks.size() - 1).head()) {
      List<Mark> more = new ArrayList<>(marks.size() < MAX_MARKS ? marks : everySecond(marks));
      more.add(new Mark(status.head(), now));
      marks = List.copyOf(more);
    }
    Map<String, List<SubscriptionStatus>> segments =
        status.subscriptions().stream()
            .filter(SubscriptionStatus::owned)
            .collect(Collectors.groupingBy(SubscriptionStatus::subscription));
    return new Look(now, status, segments, marks);
  }

  /** Keeps every second mark: half as exact, for twice the time. */
  private static List<Mark> everySecond(List<Mark> marks) {
    List<Mark> kept = new ArrayList<>();
    for (int i = 0; i < marks.size(); i += 2) {
      kept.add(marks.get(i));
    }
    return kept;
  }
}

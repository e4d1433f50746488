package dev.foliot.rebuild;

import dev.foliot.engine.SubscriptionStore.Checkpoint;
import dev.foliot.eventstore.LogFilter;
import dev.foliot.rebuild.RebuildSegments.RebuildSegment;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the reports of rebuilds. */
final class ReportRebuilds {
  private static final double MILLIS = 1000;

  private final RebuildParts parts;

  ReportRebuilds(RebuildParts parts) {
    this.parts = parts;
  }

  RebuildReport report(Rebuild rebuild) {
    List<RebuildSegment> segments = parts.segments().of(rebuild.id());
    long end = endOf(rebuild, segments);
    long position = positionOf(rebuild, segments);
    long handled = segments.stream().mapToLong(RebuildSegment::handled).sum();
    long start = segments.stream().mapToLong(RebuildSegment::start).min().orElse(0);
    long done = rebuild.inPlace() ? position : position - start;
    double seconds = seconds(rebuild);
    return new RebuildReport(
        rebuild.id(),
        rebuild.projection(),
        segments.stream().map(RebuildSegment::subscription).distinct().toList(),
        rebuild.status(),
        rebuild.inPlace() ? RebuildMode.IN_PLACE : RebuildMode.BESIDE,
        rebuild.switches(),
        rebuild.withArchive(),
        rebuild.startedBy(),
        rebuild.startedAt(),
        rebuild.endedAt(),
        position,
        end,
        handled,
        seconds > 0 ? handled / seconds : 0,
        timeLeft(rebuild, end - position, done, seconds),
        rebuild.status() == RebuildStatus.SWITCHED && rebuild.tablesSchema() != null,
        rebuild.failure());
  }

  /**
   * The end of the log. A rebuild in place ends at the position that was the end of the log at its
   * start.
   */
  private long endOf(Rebuild rebuild, List<RebuildSegment> segments) {
    return rebuild.inPlace()
        ? segments.stream().mapToLong(RebuildSegment::start).max().orElse(0)
        : parts.log().head();
  }

  /** The position of the segment that is furthest behind. */
  long positionOf(Rebuild rebuild, List<RebuildSegment> segments) {
    return segments.stream()
        .mapToLong(each -> rebuild.inPlace() ? positionInPlace(each) : each.position())
        .min()
        .orElse(0);
  }

  /**
   * The position of a rebuild in place. The checkpoint of a lane without waiting messages is saved
   * late.
   */
  private long positionInPlace(RebuildSegment segment) {
    return parts.subscriptions().checkpoints(segment.subscription()).stream()
        .mapToLong(each -> isPassed(each, segment) ? segment.start() : each.position())
        .min()
        .orElse(0);
  }

  private boolean isPassed(Checkpoint checkpoint, RebuildSegment segment) {
    return checkpoint.position() >= segment.start()
        || parts
            .projections()
            .subscription(segment.subscription())
            .map(
                subscription ->
                    parts
                        .log()
                        .read(
                            LogFilter.between(checkpoint.position(), segment.start(), 1)
                                .kinds(subscription.kinds())
                                .lane(checkpoint.lane())
                                .excludedTypes(subscription.unwantedTypes()))
                        .isEmpty())
            .orElse(false);
  }

  private double seconds(Rebuild rebuild) {
    if (!rebuild.status().isActive()) {
      return 0;
    }
    Instant now = parts.now();
    return Math.max(0, Duration.between(rebuild.startedAt(), now).toMillis() / MILLIS);
  }

  private static @Nullable Duration timeLeft(
      Rebuild rebuild, long left, long done, double seconds) {
    if (!rebuild.status().isActive() || done <= 0 || seconds <= 0) {
      return null;
    }
    return Duration.ofSeconds(Math.max(0, Math.round(left / (done / seconds))));
  }
}

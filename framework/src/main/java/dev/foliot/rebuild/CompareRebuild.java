package dev.foliot.rebuild;

import dev.foliot.engine.Subscription;
import dev.foliot.rebuild.RebuiltProjections.RebuiltProjection;
import dev.foliot.time.SteppableClock;
import dev.foliot.unitofwork.UnitOfWork;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Fills a projection again, into tables of its own, and compares them with the live ones.
 *
 * <p>The live rows move on meanwhile. Rows and checkpoints commit together, so a snapshot of the
 * database shows both as of one moment. In that snapshot the rebuilt rows are brought to exactly
 * the live checkpoints, and compared. No live delivery waits.
 */
final class CompareRebuild {
  private static final int[] SEGMENTS = {8, 3, 1};
  private static final int ROUNDS = 10;
  private static final long FEW = 1_000;
  private static final Duration ANOTHER_TIME = Duration.ofHours(25).plusMillis(1);

  private final RebuildParts parts;

  CompareRebuild(RebuildParts parts) {
    this.parts = parts;
  }

  /** The first batch size that makes a difference; else the last one. */
  RebuildComparison compare(RebuiltProjection projection, CompareOptions options) {
    for (int i = 0; i < options.batchSizes().size() - 1; i++) {
      RebuildComparison found = atAnotherTime(projection, options, i);
      if (!found.isEqual()) {
        return found;
      }
    }
    return atAnotherTime(projection, options, options.batchSizes().size() - 1);
  }

  /** Tests have a clock that stands still, so a rebuild would see the same time as before. */
  private RebuildComparison atAnotherTime(
      RebuiltProjection projection, CompareOptions options, int turn) {
    if (!(parts.engine().node().clock().source() instanceof SteppableClock clock)) {
      return inSchema(projection, options, turn);
    }
    Instant before = clock.instant();
    clock.set(before.plus(ANOTHER_TIME));
    try {
      return inSchema(projection, options, turn);
    } finally {
      clock.set(before);
    }
  }

  private RebuildComparison inSchema(
      RebuiltProjection projection, CompareOptions options, int turn) {
    List<String> tables = parts.projections().tablesOf(projection);
    String schema =
        "%s_compare_%s"
            .formatted(
                parts.engine().storage().schema().name(),
                Integer.toHexString(projection.name().hashCode()));
    parts
        .transactions()
        .doInNew(
            () -> {
              parts.shadows().drop(schema); // a crash may have left it
              parts.shadows().create(schema, tables);
            });
    try {
      int batchSize = options.batchSizes().get(turn);
      int segments = SEGMENTS[turn % SEGMENTS.length];
      Map<Subscription, FillComparison> fills = new LinkedHashMap<>();
      for (Subscription each : projection.subscriptions().values()) {
        long start = live(projection, each).start();
        fills.put(
            each,
            new FillComparison(
                parts, schema, each, batchSize, segments, options.readsArchive(), start));
      }
      return new RebuildComparison(
          projection.name(),
          batchSize,
          segments,
          differences(projection, fills, schema, parts.shadows().live(tables), options));
    } finally {
      parts.transactions().doInNew(() -> parts.shadows().drop(schema));
    }
  }

  private List<RowDifference> differences(
      RebuiltProjection projection,
      Map<Subscription, FillComparison> fills,
      String schema,
      List<LiveTable> tables,
      CompareOptions options) {
    for (int round = 0; round < ROUNDS; round++) {
      // 1. Handle what the live rows have for certain. Read a little more.
      long end = fill(projection, fills);
      List<RowDifference> found = new ArrayList<>();
      boolean compared =
          parts
              .transactions()
              .inSnapshot(
                  () -> {
                    // 2. In a snapshot, handle exactly what the live rows have besides.
                    parts.shadows().enter(schema);
                    UnitOfWork.required().holdBack();
                    if (!bringToLive(projection, fills, end)) {
                      return false;
                    }
                    // 3. When these rows are written, compare.
                    UnitOfWork.required()
                        .lastly(() -> found.addAll(compare(schema, tables, options)));
                    return true;
                  });
      if (compared) {
        return found;
      }
    }
    throw new RebuildRefusedException(
        projection.name(),
        "Projection %s cannot be compared now: its live rows moved on faster than the comparison. Pause its subscriptions, and compare again."
            .formatted(projection.name()));
  }

  private List<RowDifference> compare(
      String schema, List<LiveTable> tables, CompareOptions options) {
    return parts.shadows().compareWith(tables, schema, options.ignoring(), options.limit());
  }

  /** Up to which position the messages are read. */
  private long fill(RebuiltProjection projection, Map<Subscription, FillComparison> fills) {
    long highest = 0;
    for (var each : fills.entrySet()) {
      LiveProgress live = live(projection, each.getKey());
      each.getValue().upTo(live.lowest());
      highest = Math.max(highest, live.highest());
    }
    long end = Math.min(parts.log().settledHead(), highest + FEW);
    fills.values().forEach(each -> each.readUpTo(end));
    return end;
  }

  /** False if live rows have messages that were not read. */
  private boolean bringToLive(
      RebuiltProjection projection, Map<Subscription, FillComparison> fills, long end)
      throws Throwable {
    Map<Subscription, LiveProgress> live = new LinkedHashMap<>();
    fills.keySet().forEach(each -> live.put(each, live(projection, each)));
    if (live.values().stream().anyMatch(each -> each.highest() > end)) {
      return false; // before anything is handled
    }
    for (var each : fills.entrySet()) {
      each.getValue().here(Objects.requireNonNull(live.get(each.getKey()))::has);
    }
    return true;
  }

  private LiveProgress live(RebuiltProjection projection, Subscription subscription) {
    return LiveProgress.of(parts, projection, subscription);
  }
}

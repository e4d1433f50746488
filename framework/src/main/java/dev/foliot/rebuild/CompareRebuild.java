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

/**
 * Fills a projection again, into tables of its own, and compares them with the live ones.
 *
 * <p>The live rows move on meanwhile. Rows and checkpoints commit together, so a snapshot of the
 * database shows both as of one moment. In that snapshot the rebuilt rows are brought to exactly
 * the live checkpoints, and compared. No live delivery waits.
 */
final class CompareRebuild {
  private static final int[] SEGMENTS = {8, 3, 1};
  private static final int ROUNDS = 3;
  private static final Duration ANOTHER_TIME = Duration.ofHours(25).plusMillis(1);

  private final RebuildParts parts;

  CompareRebuild(RebuildParts parts) {
    this.parts = parts;
  }

  /**
   * Compares with each batch size until one shows a difference.
   *
   * @throws RebuildRefusedException if the projection is being compared
   */
  RebuildComparison compare(RebuiltProjection projection, CompareOptions options) {
    String schema =
        "%s_compare_%s"
            .formatted(
                parts.engine().storage().schema().name(),
                Integer.toHexString(projection.name().hashCode()));
    return parts
        .transactions()
        .inNewForLong(
            () -> {
              if (!parts.shadows().reserve(schema)) {
                throw RebuildRefusedException.compared(projection.name());
              }
              // The reservation must not lock what the comparison reads.
              return parts.transactions().outside(() -> eachBatchSize(projection, options, schema));
            });
  }

  private RebuildComparison eachBatchSize(
      RebuiltProjection projection, CompareOptions options, String schema) {
    for (int i = 0; i < options.batchSizes().size() - 1; i++) {
      RebuildComparison found = atAnotherTime(projection, options, schema, i);
      if (!found.isEqual()) {
        return found;
      }
    }
    return atAnotherTime(projection, options, schema, options.batchSizes().size() - 1);
  }

  /**
   * Moves a clock that stands still in a test: otherwise a rebuild would see the same time as
   * before.
   */
  private RebuildComparison atAnotherTime(
      RebuiltProjection projection, CompareOptions options, String schema, int turn) {
    if (!(parts.engine().node().clock().source() instanceof SteppableClock clock)) {
      return inSchema(projection, options, schema, turn);
    }
    Instant before = clock.instant();
    clock.set(before.plus(ANOTHER_TIME));
    try {
      return inSchema(projection, options, schema, turn);
    } finally {
      clock.set(before);
    }
  }

  private RebuildComparison inSchema(
      RebuiltProjection projection, CompareOptions options, String schema, int turn) {
    List<String> tables = parts.projections().tablesOf(projection);
    List<LiveTable> live = parts.transactions().inNew(() -> parts.shadows().live(tables));
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
                parts,
                schema,
                projection.name(),
                live,
                each,
                batchSize,
                segments,
                options.readsArchive(),
                start));
      }
      return new RebuildComparison(
          projection.name(),
          batchSize,
          segments,
          differences(projection, fills, schema, live, options));
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
    // 1. Handle the messages that all live rows include, and those that came meanwhile.
    for (int round = 0; round < ROUNDS; round++) {
      fill(projection, fills);
    }
    List<RowDifference> found = new ArrayList<>();
    parts
        .transactions()
        .inSnapshot(
            parts.shadows().snapshotIsolation(),
            () -> {
              // 2. In a snapshot, handle exactly the other messages that the live rows include.
              parts.shadows().enterAll(schema, tables);
              var undeclared = new UndeclaredWrites(parts.shadows(), schema, projection.name());
              undeclared.begin();
              UnitOfWork.required().holdBack();
              fills.forEach((subscription, fill) -> bringToLive(projection, subscription, fill));
              // 3. Compare after these rows are written.
              UnitOfWork.required()
                  .lastly(
                      () -> {
                        undeclared.refuse();
                        found.addAll(compare(schema, tables, options));
                      });
              return true;
            });
    return found;
  }

  private List<RowDifference> compare(
      String schema, List<LiveTable> tables, CompareOptions options) {
    return parts.shadows().compareWith(tables, schema, options.ignoring(), options.limit());
  }

  private void fill(RebuiltProjection projection, Map<Subscription, FillComparison> fills) {
    long settled = parts.log().settledHead();
    fills.forEach(
        (subscription, fill) -> fill.upTo(live(projection, subscription).lowest(settled)));
  }

  private void bringToLive(
      RebuiltProjection projection, Subscription subscription, FillComparison fill) {
    LiveProgress live = live(projection, subscription);
    fill.here(live.highest(), live::has);
  }

  private LiveProgress live(RebuiltProjection projection, Subscription subscription) {
    return LiveProgress.of(parts, projection, subscription);
  }
}

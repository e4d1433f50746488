package dev.foliot.rebuild;

import dev.foliot.engine.DatabaseErrors;
import dev.foliot.engine.Subscription;
import dev.foliot.failure.Causes;
import dev.foliot.failure.ErrorText;
import dev.foliot.rebuild.FillComparison.Target;
import dev.foliot.rebuild.RebuiltProjections.RebuiltProjection;
import dev.foliot.time.SteppableClock;
import dev.foliot.unitofwork.UnitOfWork;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.CannotCreateTransactionException;

/**
 * Fills a projection again, into tables of its own, and compares them with the live ones.
 *
 * <p>The live rows change meanwhile. Rows and checkpoints commit together, so a snapshot of the
 * database shows both as of one moment. In that snapshot the rebuilt rows are brought to exactly
 * the live checkpoints, and compared. No live delivery waits.
 */
final class CompareRebuild {
  private static final Logger LOG = LoggerFactory.getLogger(CompareRebuild.class);
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
   * @throws RebuildRefusedException if the projection is being compared, or if there is no second
   *     connection
   */
  RebuildComparison compare(RebuiltProjection projection, CompareOptions options) {
    String schema = schemaOf(projection);
    return parts
        .transactions()
        .inNew(
            () -> {
              if (!parts.shadows().reserve(schema)) {
                throw RebuildRefusedException.compared(projection.name());
              }
              parts.shadows().stayIdle();
              // The reservation must not lock what the comparison reads.
              return parts
                  .transactions()
                  .outside(
                      () -> {
                        requireConnection(projection);
                        return eachBatchSize(projection, options, schema);
                      });
            });
  }

  private String schemaOf(RebuiltProjection projection) {
    return ShadowSchema.ofComparison(parts.engine().storage().schema().name(), projection.name());
  }

  /**
   * The reservation keeps one connection to its end. A transaction alone does not prove that there
   * is another one: it may take its connection with its first statement.
   */
  private void requireConnection(RebuiltProjection projection) {
    JdbcClient jdbc = parts.engine().storage().jdbc();
    try {
      parts.transactions().doInNew(() -> jdbc.sql("select 1").query(Integer.class).single());
    } catch (CannotCreateTransactionException none) {
      throw RebuildRefusedException.secondConnection(projection.name(), none);
    } catch (DataAccessException failure) {
      throw DatabaseErrors.isShortage(failure)
          ? RebuildRefusedException.secondConnection(projection.name(), failure)
          : failure;
    }
  }

  /**
   * Drops the tables of comparisons that were not ended, such as by a crash. The class of the
   * projection may have had another name.
   */
  void dropUnneeded() {
    String foliot = parts.engine().storage().schema().name();
    parts.transactions().inNew(parts.shadows()::all).stream()
        .filter(each -> ShadowSchema.isOfComparison(foliot, each))
        .forEach(this::tryToDrop);
  }

  private void tryToDrop(String schema) {
    try {
      parts
          .transactions()
          .doInNew(
              () -> {
                if (parts.shadows().reserve(schema)) {
                  parts.shadows().drop(schema);
                }
              });
    } catch (DataAccessException | IllegalArgumentException refused) {
      LOG.warn(
          "schema={}: the tables of a former comparison cannot be dropped, and stay until the next"
              + " start: {}",
          schema,
          ErrorText.firstLine(refused));
    }
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
    RebuildComparison compared;
    try {
      Target target =
          new Target(
              schema,
              projection.name(),
              live,
              options.batchSizes().get(turn),
              SEGMENTS[turn % SEGMENTS.length],
              options.readsArchive());
      compared =
          new RebuildComparison(
              projection.name(),
              target.batchSize(),
              target.segments(),
              differences(projection, target, options));
    } catch (Throwable failure) {
      Causes.cleanUp(failure, () -> drop(schema));
      throw failure;
    }
    drop(schema);
    return compared;
  }

  private void drop(String schema) {
    parts.transactions().doInNew(() -> parts.shadows().drop(schema));
  }

  private List<RowDifference> differences(
      RebuiltProjection projection, Target target, CompareOptions options) {
    Map<Subscription, FillComparison> fills = new LinkedHashMap<>();
    for (Subscription each : projection.subscriptions().values()) {
      long start = live(projection, each).start();
      fills.put(each, new FillComparison(parts, target, each, start));
    }
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
              parts.shadows().enterAll(target.schema(), target.tables());
              UndeclaredWrites undeclared = target.undeclaredWrites(parts.shadows());
              undeclared.begin();
              UnitOfWork.required().holdBack();
              fills.forEach((subscription, fill) -> bringToLive(projection, subscription, fill));
              // 3. Compare after these rows are written.
              UnitOfWork.required()
                  .lastly(
                      () -> {
                        undeclared.refuse();
                        found.addAll(compare(target, options));
                      });
              return true;
            });
    return found;
  }

  private List<RowDifference> compare(Target target, CompareOptions options) {
    return parts
        .shadows()
        .compareWith(target.tables(), target.schema(), options.ignoring(), options.limit());
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

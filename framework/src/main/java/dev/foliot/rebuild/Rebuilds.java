package dev.foliot.rebuild;

import dev.foliot.message.Given;
import dev.foliot.rebuild.RebuiltProjections.RebuiltProjection;
import java.util.List;
import org.apiguardian.api.API;

/**
 * Fills projections again from the log. The rebuilt rows are written beside the live ones, which
 * are read and updated meanwhile, and the two are exchanged in one transaction. The engines of all
 * nodes do the work; this bean begins rebuilds and reports on them, on any node. Safe for use by
 * several threads; a Spring bean.
 */
public final class Rebuilds {
  private static final String CALL = "domain.rebuilds()";
  private static final int MAX_LISTED = 100;

  private final RebuildParts parts;
  private final BeginRebuild begin;
  private final EndRebuild end;
  private final SwitchRebuild switching;
  private final ReportRebuilds reports;
  private final Runnable begun;
  private final Runnable changed;

  /**
   * Made by the auto-configuration.
   *
   * @param tellOthers lets the engines of other nodes look for work
   * @param changed lets all engines read the owners of segments again
   */
  @API(status = API.Status.INTERNAL)
  public Rebuilds(RebuildParts parts, RebuildSignal signal, Runnable tellOthers, Runnable changed) {
    this.parts = parts;
    this.begin = new BeginRebuild(parts);
    this.end = new EndRebuild(parts);
    this.switching = new SwitchRebuild(parts, end, signal);
    this.reports = new ReportRebuilds(parts);
    this.changed = changed;
    this.begun =
        () -> {
          signal.begun();
          tellOthers.run();
        };
  }

  /** Rebuilds a projection beside its live rows, and switches as soon as it has caught up. */
  public RebuildReport start(Class<?> projection) {
    return start(projection, RebuildOptions.beside());
  }

  /**
   * Begins a rebuild of a projection, with all projectors that fill it, and returns at once.
   *
   * @throws IllegalArgumentException if no projector of this application fills the class
   * @throws RebuildRefusedException if the projection is being rebuilt, or an inline projector
   *     fills it
   * @throws ShadowTablesRefusedException if its tables cannot be rebuilt beside the live ones; the
   *     text names all problems
   */
  public RebuildReport start(Class<?> projection, RebuildOptions options) {
    Given.value(projection, CALL, "the class of a projection");
    return start(parts.projections().require(projection), options);
  }

  /**
   * As {@link #start(Class, RebuildOptions)}, for the projection that a projector fills.
   *
   * @param projector the name of its subscription
   * @throws IllegalArgumentException if this application has no such projector
   */
  public RebuildReport start(String projector, RebuildOptions options) {
    Given.text(projector, CALL, "the name of a projector");
    return start(parts.projections().require(projector), options);
  }

  private RebuildReport start(RebuiltProjection projection, RebuildOptions options) {
    Given.value(options, CALL, "options, or leave them out");
    long id = begin.begin(projection, options, null).orElseThrow();
    if (options.isInPlace()) {
      changed.run();
    }
    begun.run();
    return show(id);
  }

  /**
   * The progress of a rebuild.
   *
   * @throws UnknownRebuildException if there is no such rebuild
   */
  public RebuildReport show(long id) {
    return reports.report(require(id));
  }

  /** The newest 100 rebuilds, the newest first. */
  public List<RebuildReport> list() {
    return parts.store().list(MAX_LISTED).stream().map(reports::report).toList();
  }

  /**
   * Ends a rebuild beside the live rows, which stay. Its tables are dropped.
   *
   * @throws UnknownRebuildException if there is no such rebuild
   * @throws RebuildRefusedException if it has ended, or is a rebuild in place
   */
  public RebuildReport cancel(long id) {
    Rebuild rebuild = require(id);
    if (rebuild.inPlace() || !end.cancelled(rebuild)) {
      throw RebuildRefusedException.wrongState(
          require(id), "cancelled", "active, and beside the live rows");
    }
    return show(id);
  }

  /**
   * Makes the rebuilt rows live, in one transaction: nothing is lost or handled twice. Readers see
   * the previous rows before it, and the rebuilt ones after it.
   *
   * @throws UnknownRebuildException if there is no such rebuild
   * @throws RebuildRefusedException if it has not caught up, if this application does not have its
   *     code, or if one of the last messages writes to an undeclared table
   * @throws dev.foliot.engine.ReplayFailedException if one of the last messages cannot be handled
   * @throws ShadowTablesRefusedException if a live table was altered since the start of the rebuild
   * @throws TablesInUseException if readers or writers use the live tables for too long; nothing
   *     was changed
   */
  public RebuildReport switchOver(long id) {
    Rebuild rebuild = require(id);
    RebuiltProjection projection = projectionOf(rebuild);
    if (!parts.hasCodeOf(rebuild, projection)) {
      throw RebuildRefusedException.otherCode(rebuild);
    }
    if (rebuild.status() != RebuildStatus.CAUGHT_UP || !switching.switchOver(rebuild, projection)) {
      throw RebuildRefusedException.wrongState(
          require(id), "switched", "caught up, and at most a few messages behind");
    }
    return show(id);
  }

  /**
   * Makes the rows from before the switch live again, with their checkpoints, in one transaction.
   * The messages since the switch are delivered to them, by the current code.
   *
   * @throws UnknownRebuildException if there is no such rebuild
   * @throws RebuildRefusedException if its former rows are not kept, or this application delivers
   *     events synchronously
   * @throws TablesInUseException if readers or writers use the live tables for too long; nothing
   *     was changed
   */
  public RebuildReport rollBack(long id) {
    Rebuild rebuild = require(id);
    switching.rollBack(rebuild, projectionOf(rebuild));
    return show(id);
  }

  /**
   * Rebuilds a projection into tables of its own, compares it with the live rows as of one moment,
   * and drops the tables. The live rows and their checkpoints are not changed. It runs in the
   * caller's thread, at full speed.
   *
   * @return the first differences. Their cause is a projector that is not reproducible, or code
   *     that has changed since it handled the events
   * @throws IllegalArgumentException if no projector of this application fills the class
   * @throws RebuildRefusedException if messages of the projection are held, if an inline projector
   *     fills it, if it is being compared, or if the connection pool has no second connection
   * @throws ShadowTablesRefusedException if its tables cannot be rebuilt beside the live ones
   * @throws dev.foliot.engine.ReplayFailedException if a message cannot be handled once more
   */
  public RebuildComparison compare(Class<?> projection, CompareOptions options) {
    Given.value(projection, CALL, "the class of a projection");
    return compare(parts.projections().require(projection), options);
  }

  /**
   * As {@link #compare(Class, CompareOptions)}, for the projection that a projector fills.
   *
   * @param projector the name of its subscription
   * @throws IllegalArgumentException if this application has no such projector
   */
  public RebuildComparison compare(String projector, CompareOptions options) {
    Given.text(projector, CALL, "the name of a projector");
    return compare(parts.projections().require(projector), options);
  }

  private RebuildComparison compare(RebuiltProjection projection, CompareOptions options) {
    Given.value(options, CALL, "options, such as CompareOptions.standard()");
    return new CompareRebuild(parts).compare(projection, options);
  }

  /** The classes of all projections that this application can rebuild. */
  public List<Class<?>> projections() {
    return parts.projections().all().stream()
        .<Class<?>>map(RebuiltProjection::type)
        .filter(type -> !parts.projections().isInline(type))
        .toList();
  }

  /**
   * Drops the rows from before the switch. A roll-back is not possible afterwards.
   *
   * @throws UnknownRebuildException if there is no such rebuild
   * @throws RebuildRefusedException if its former rows are not kept
   */
  public RebuildReport dropFormer(long id) {
    Rebuild rebuild = require(id);
    SwitchRebuild.requireSwitched(rebuild);
    end.drop(rebuild);
    return show(id);
  }

  /** Removes the rebuilds of a subscription that was removed, with their tables. */
  @API(status = API.Status.INTERNAL)
  public void removed(String subscription) {
    end.removed(subscription);
  }

  RebuildParts parts() {
    return parts;
  }

  private RebuiltProjection projectionOf(Rebuild rebuild) {
    return parts
        .projections()
        .find(rebuild.projection())
        .orElseThrow(
            () ->
                new RebuildRefusedException(
                    rebuild.projection(),
                    "This application has no projector of projection %s. Do it on a node that has one."
                        .formatted(rebuild.projection())));
  }

  private Rebuild require(long id) {
    return parts.store().find(id).orElseThrow(() -> new UnknownRebuildException(id));
  }
}

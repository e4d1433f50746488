package dev.foliot.rebuild;

import dev.foliot.engine.EngineParts;
import dev.foliot.engine.KeptProgress;
import dev.foliot.engine.SubscriptionStore;
import dev.foliot.engine.TakeSegments;
import dev.foliot.eventstore.EventStore;
import dev.foliot.eventstore.LogArchive;
import dev.foliot.rebuild.RebuildSegments.RebuildSegment;
import dev.foliot.rebuild.RebuiltProjections.RebuiltProjection;
import dev.foliot.unitofwork.Transactions;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apiguardian.api.API;

/**
 * The parts that the rebuilds of a node are made of.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class RebuildParts {
  private final EngineParts engine;
  private final ShadowTables shadows;
  private final LogArchive archive;
  private final RebuildSettings settings;
  private final RebuildStore store;
  private final RebuildSegments segments;
  private final SubscriptionStore subscriptions;
  private final KeptProgress progress;
  private final TakeSegments take;
  private final RebuiltProjections projections;
  private final Function<Class<?>, List<String>> tables;

  /**
   * @param tables finds the tables of a projection
   */
  public RebuildParts(
      EngineParts engine,
      ShadowTables shadows,
      LogArchive archive,
      RebuildSettings settings,
      Function<Class<?>, List<String>> tables) {
    this.engine = engine;
    this.shadows = shadows;
    this.archive = archive;
    this.settings = settings;
    this.store = new RebuildStore(engine.storage());
    this.segments = new RebuildSegments(engine.storage());
    this.subscriptions = new SubscriptionStore(engine.storage().jdbc(), engine.storage().schema());
    this.progress = new KeptProgress(engine.storage().jdbc(), engine.storage().schema());
    this.take = new TakeSegments(subscriptions, log(), transactions());
    this.projections = new RebuiltProjections(engine, tables);
    this.tables = tables;
  }

  /** Returns the parts for another node. */
  RebuildParts with(EngineParts other, RebuildSettings itsSettings) {
    return new RebuildParts(other, shadows, archive, itsSettings, tables);
  }

  /**
   * Whether this application has the projectors of a rebuild, in the same versions. Other versions
   * would write other rows.
   */
  boolean hasCodeOf(Rebuild rebuild, RebuiltProjection projection) {
    return hasCodeOf(rebuild, projection, segments.of(rebuild.id()));
  }

  boolean hasCodeOf(Rebuild rebuild, RebuiltProjection projection, List<RebuildSegment> all) {
    Set<String> filled = all.stream().map(RebuildSegment::subscription).collect(Collectors.toSet());
    boolean isComplete =
        rebuild.inPlace() || filled.containsAll(projection.subscriptions().keySet());
    return isComplete
        && all.stream()
            .allMatch(
                segment -> {
                  var known = projection.subscriptions().get(segment.subscription());
                  return known != null && known.handler().version() == segment.version();
                });
  }

  EngineParts engine() {
    return engine;
  }

  EventStore log() {
    return engine.storage().log();
  }

  Transactions transactions() {
    return engine.storage().transactions();
  }

  Instant now() {
    return engine.node().clock().instant();
  }

  ShadowTables shadows() {
    return shadows;
  }

  LogArchive archive() {
    return archive;
  }

  RebuildSettings settings() {
    return settings;
  }

  RebuildStore store() {
    return store;
  }

  RebuildSegments segments() {
    return segments;
  }

  SubscriptionStore subscriptions() {
    return subscriptions;
  }

  KeptProgress progress() {
    return progress;
  }

  TakeSegments take() {
    return take;
  }

  RebuiltProjections projections() {
    return projections;
  }
}

package dev.foliot.rebuild;

import dev.foliot.engine.Subscription;
import dev.foliot.engine.SubscriptionStore.Registration;
import dev.foliot.failure.Causes;
import dev.foliot.rebuild.RebuildSegments.RebuildSegment;
import dev.foliot.rebuild.RebuiltProjections.RebuiltProjection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DuplicateKeyException;

/**
 * Begins rebuilds. The row of the rebuild comes first: its keys let one of several nodes begin. On
 * PostgreSQL, all of this is one transaction. H2 commits when a table is created, so a refused
 * rebuild is deleted afterwards.
 */
final class BeginRebuild {
  private static final Logger LOG = LoggerFactory.getLogger(BeginRebuild.class);

  private final RebuildParts parts;

  BeginRebuild(RebuildParts parts) {
    this.parts = parts;
  }

  /**
   * Begins a rebuild.
   *
   * @param automaticKey identifies a new version; null if a person begins the rebuild
   * @return the id of the rebuild; empty if this version was rebuilt already
   * @throws RebuildRefusedException if the projection is being rebuilt, or an inline projector
   *     fills it
   * @throws ShadowTablesRefusedException if its tables cannot be rebuilt beside the live ones
   */
  Optional<Long> begin(
      RebuiltProjection projection, RebuildOptions options, @Nullable String automaticKey) {
    parts.projections().refuseInline(projection.type());
    try {
      long id =
          options.isInPlace()
              ? inPlace(projection, options)
              : beside(projection, options, automaticKey);
      LOG.info(
          "rebuild={} of projection={} begins {}, started by {}",
          id,
          projection.name(),
          options.isInPlace() ? "in place" : "beside the live rows",
          options.startedBy());
      return Optional.of(id);
    } catch (DuplicateKeyException begun) {
      refuseIfRunning(projection);
      if (automaticKey != null) {
        return Optional.empty();
      }
      throw begun;
    }
  }

  private void refuseIfRunning(RebuiltProjection projection) {
    parts
        .store()
        .activeOf(projection.name())
        .ifPresent(
            active -> {
              throw RebuildRefusedException.running(projection.name(), active.id());
            });
  }

  private long beside(
      RebuiltProjection projection, RebuildOptions options, @Nullable String automaticKey) {
    List<String> tables = parts.projections().tablesOf(projection);
    long[] begun = {0};
    try {
      return parts
          .transactions()
          .inNew(
              () -> {
                // 1. The row, which only one node can store.
                begun[0] =
                    parts.store().insert(projection.name(), options, parts.now(), automaticKey);
                // 2. The empty tables; another database may have left a schema of this name.
                String schema = schemaOf(begun[0]);
                parts.shadows().reserve(schema); // while it exists, the rebuild is not abandoned
                parts.store().setTablesSchema(begun[0], schema);
                parts.shadows().drop(schema);
                parts.shadows().create(schema, tables);
                // 3. The positions.
                insertSegments(begun[0], projection);
                parts.store().started(begun[0]);
                return begun[0];
              });
    } catch (Throwable refused) {
      Causes.cleanUp(refused, () -> forget(begun[0]));
      throw refused;
    }
  }

  /** Deletes a refused rebuild: on H2, a part of it may be committed. */
  private void forget(long id) {
    if (parts.store().find(id).isPresent()) {
      parts.transactions().doInNew(() -> parts.store().delete(id));
      parts.transactions().doInNew(() -> parts.shadows().drop(schemaOf(id)));
    }
  }

  /**
   * Forgets rebuilds whose process died while it began them, as is possible on H2. Without this
   * step, the version of such a rebuild would never be built.
   */
  void forgetAbandoned() {
    for (Rebuild each : parts.store().active()) {
      if (each.status() == RebuildStatus.STARTING && isAbandoned(each.id())) {
        LOG.warn(
            "rebuild={} of projection={} is removed, because its process died while it began it."
                + " If the version is new, another rebuild begins. Otherwise start it by hand",
            each.id(),
            each.projection());
        forget(each.id());
      }
    }
  }

  /** Reads the status again, because a living process may have ended the begin just now. */
  private boolean isAbandoned(long id) {
    return parts
        .transactions()
        .inNew(
            () ->
                parts.shadows().reserve(schemaOf(id))
                    && parts.store().find(id).map(Rebuild::status).stream()
                        .anyMatch(RebuildStatus.STARTING::equals));
  }

  private String schemaOf(long id) {
    return ShadowSchema.ofRebuild(parts.engine().storage().schema().name(), id);
  }

  private void insertSegments(long id, RebuiltProjection projection) {
    Map<String, Registration> registered = parts.subscriptions().findAll();
    projection
        .subscriptions()
        .forEach(
            (name, subscription) -> {
              Registration known = requireRegistered(projection, registered.get(name), name);
              int count = Objects.requireNonNullElse(parts.settings().segments(), known.segments());
              for (int segment = 0; segment < count; segment++) {
                insert(id, subscription, segment, startOf(subscription, known));
              }
            });
  }

  private void insert(long id, Subscription subscription, int segment, long start) {
    int former = parts.progress().version(subscription.name());
    parts
        .segments()
        .insert(
            id,
            new RebuildSegment(
                subscription.name(), segment, version(subscription), former, start, start, 0));
  }

  private static int version(Subscription subscription) {
    return subscription.handler().version();
  }

  /** If the subscription began at the end of the log, the rebuild begins at the same position. */
  private static long startOf(Subscription subscription, Registration known) {
    return subscription.startWhenLogEndsAt(known.since());
  }

  private static Registration requireRegistered(
      RebuiltProjection projection, @Nullable Registration known, String name) {
    if (known == null) {
      throw new RebuildRefusedException(
          projection.name(),
          "Subscription %s is not registered yet, so projection %s has nothing to rebuild. Start the application first."
              .formatted(name, projection.name()));
    }
    return known;
  }

  private long inPlace(RebuiltProjection projection, RebuildOptions options) {
    if (parts.engine().deliveries().synchronous()) {
      throw new RebuildRefusedException(
          projection.name(),
          "Projection %s cannot be rebuilt in place, because this application delivers events synchronously: new events would overtake the repeated ones. Rebuild it beside the live rows."
              .formatted(projection.name()));
    }
    List<String> tables = parts.projections().tablesOf(projection);
    return parts
        .take()
        .andChange(
            projection.subscriptions().keySet(),
            () -> deleteRows(tables),
            () -> {
              deleteRows(tables); // a delivery may have committed before the segments were taken
              return startOver(projection, options);
            });
  }

  /** Deletes in reverse order, because tables that others refer to come first in the list. */
  private void deleteRows(List<String> tables) {
    for (int place = tables.size() - 1; place >= 0; place--) {
      parts
          .engine()
          .storage()
          .jdbc()
          .sql("delete from " + ShadowDialect.quoted(tables.get(place)))
          .update();
    }
  }

  private long startOver(RebuiltProjection projection, RebuildOptions options) {
    long id = parts.store().insert(projection.name(), options, parts.now(), null);
    long head = parts.log().head();
    projection
        .subscriptions()
        .forEach(
            (name, subscription) -> {
              parts.progress().startOver(name, head);
              insert(id, subscription, 0, head);
              parts.progress().setVersion(name, version(subscription));
            });
    parts.segments().close(id); // the engine delivers
    parts.store().started(id);
    return id;
  }
}

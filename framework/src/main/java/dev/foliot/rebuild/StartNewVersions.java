package dev.foliot.rebuild;

import dev.foliot.engine.LivingNodes;
import dev.foliot.engine.Subscription;
import dev.foliot.failure.ErrorText;
import dev.foliot.rebuild.RebuildSegments.RebuildSegment;
import dev.foliot.rebuild.RebuiltProjections.RebuiltProjection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.PermissionDeniedDataAccessException;
import org.springframework.jdbc.BadSqlGrammarException;

/**
 * Begins rebuilds when an engine starts: of each projection whose projectors declare a higher
 * version than its rows have. The key of the versions is stored once. So only one of several nodes
 * begins, and a rebuild that has failed or was cancelled does not begin again.
 */
final class StartNewVersions {
  private static final Logger LOG = LoggerFactory.getLogger(StartNewVersions.class);
  private static final String STARTED_BY = "version of a projector";
  private static final int MAX_KEY = 500;
  private static final int MAX_ERROR = 4_000;

  private final RebuildParts parts;
  private final BeginRebuild begin;
  private final EndRebuild end;
  private final LivingNodes nodes;

  StartNewVersions(RebuildParts parts, BeginRebuild begin, EndRebuild end) {
    this.parts = parts;
    this.begin = begin;
    this.end = end;
    this.nodes = new LivingNodes(parts.engine().storage(), parts.engine().node().leaseClock());
  }

  /** Compares the versions, and begins the missing rebuilds. */
  void start() {
    begin.forgetAbandoned();
    parts.store().active().forEach(this::endIfRenamed);
    parts.projections().all().forEach(this::startIfNew);
  }

  /**
   * Ends the rebuild of a class that was renamed, if its version is older, or no living node has
   * the class. A node that is older than the rebuild ends nothing.
   *
   * @return whether it has ended, so that the new class may need another one
   */
  boolean endIfRenamed(Rebuild active) {
    List<RebuildSegment> segments = parts.segments().of(active.id());
    boolean isRenamed =
        parts.projections().find(active.projection()).isEmpty()
            && !segments.isEmpty()
            && segments.stream().allMatch(each -> declares(each, each.version()));
    if (!isRenamed) {
      return false;
    }
    boolean isOlder = segments.stream().anyMatch(each -> declares(each, each.version() + 1));
    if (!isOlder && nodes.with(RebuildWork.declared(active.projection())).isPresent()) {
      return false;
    }
    LOG.warn(
        "rebuild={} of projection={} ends, because the subscriptions {} fill another class now."
            + " If one of them has a new version, a rebuild of that class begins. Otherwise"
            + " start a rebuild by hand",
        active.id(),
        active.projection(),
        end.subscriptions(active));
    parts.store().forgetVersions(active.id());
    return end.cancelled(active);
  }

  /** Whether this application has the projector, in this version or a higher one. */
  private boolean declares(RebuildSegment segment, int version) {
    return parts
        .projections()
        .subscription(segment.subscription())
        .filter(known -> declared(known) >= version)
        .isPresent();
  }

  private void startIfNew(RebuiltProjection projection) {
    projection.subscriptions().values().forEach(this::warnIfOlder);
    String key = keyOfNew(projection);
    if (key.isEmpty() || parts.store().wasStartedFor(key)) {
      return;
    }
    parts.store().activeOf(projection.name()).ifPresent(active -> endOlder(active, projection));
    try {
      begin.begin(projection, RebuildOptions.beside().by(STARTED_BY), key);
    } catch (RebuildRefusedException refused) {
      if (parts.projections().isInline(projection.type())) {
        recordRefusal(projection, key, refused);
      } else {
        LOG.info("{}", refused.getMessage()); // it is running
      }
    } catch (ShadowTablesRefusedException
        | BadSqlGrammarException
        | PermissionDeniedDataAccessException refused) {
      recordRefusal(projection, key, refused);
    }
  }

  /** The projectors with a new version, in the order of their names; empty if there is none. */
  private String keyOfNew(RebuiltProjection projection) {
    String key =
        projection.subscriptions().values().stream()
            .filter(each -> declared(each) > parts.progress().version(each.name()))
            .sorted(Comparator.comparing(Subscription::name))
            .map(each -> "%s@%s".formatted(each.name(), declared(each)))
            .collect(Collectors.joining(" "));
    return ErrorText.cut(key, MAX_KEY);
  }

  private static int declared(Subscription subscription) {
    return subscription.handler().version();
  }

  private void warnIfOlder(Subscription subscription) {
    int stored = parts.progress().version(subscription.name());
    if (declared(subscription) < stored) {
      LOG.warn(
          "subscription={} is version {} on this node, but its rows are of version {}: a rolling deployment is under way, or an older release was started. No rebuild begins",
          subscription.name(),
          declared(subscription),
          stored);
    }
  }

  /** Ends older rebuilds, because perhaps no node has their code any more. */
  private void endOlder(Rebuild active, RebuiltProjection projection) {
    boolean isOlder =
        parts.segments().of(active.id()).stream()
            .anyMatch(
                each -> {
                  Subscription known = projection.subscriptions().get(each.subscription());
                  return known != null && declared(known) > each.version();
                });
    if (isOlder) {
      end.cancelled(active);
    }
  }

  private void recordRefusal(RebuiltProjection projection, String key, RuntimeException refused) {
    String error = ErrorText.storable(ErrorText.of(refused), MAX_ERROR);
    try {
      parts.transactions().doInNew(() -> insertFailed(projection, key, error));
    } catch (DuplicateKeyException recorded) {
      return; // by another node
    }
    LOG.error(
        "projection={} has a new version, but cannot be rebuilt beside the live rows, which stay."
            + " Correct the cause, and start the rebuild by hand: {}",
        projection.name(),
        error);
  }

  private void insertFailed(RebuiltProjection projection, String key, String error) {
    RebuildOptions options = RebuildOptions.beside().by(STARTED_BY);
    long id = parts.store().insert(projection.name(), options, parts.now(), key);
    parts.store().end(id, RebuildStatus.FAILED, parts.now());
    parts.store().setFailure(id, new RebuildReport.Failure(null, 0, null, null, error));
  }
}

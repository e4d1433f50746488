package dev.foliot.rebuild;

import dev.foliot.engine.Subscription;
import dev.foliot.failure.ErrorText;
import dev.foliot.rebuild.RebuiltProjections.RebuiltProjection;
import java.util.Comparator;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.PermissionDeniedDataAccessException;
import org.springframework.jdbc.BadSqlGrammarException;

/**
 * Begins rebuilds when an engine starts: of each projection whose projectors declare a higher
 * version than its rows have. The key of the versions is stored once. So only one of several nodes
 * begins, and a rebuild that has failed or was cancelled does not begin again.
 */
final class StartNewVersions {
  private static final Logger LOG = LoggerFactory.getLogger(StartNewVersions.class);
  private static final int MAX_KEY = 500;
  private static final int MAX_ERROR = 4_000;

  private final RebuildParts parts;
  private final BeginRebuild begin;
  private final EndRebuild end;

  StartNewVersions(RebuildParts parts, BeginRebuild begin, EndRebuild end) {
    this.parts = parts;
    this.begin = begin;
    this.end = end;
  }

  /** Compares the versions, and begins the missing rebuilds. */
  void start() {
    parts.projections().all().forEach(this::startIfNew);
  }

  private void startIfNew(RebuiltProjection projection) {
    projection.subscriptions().values().forEach(this::warnIfOlder);
    String key = keyOfNew(projection);
    if (key.isEmpty() || parts.store().wasStartedFor(key)) {
      return;
    }
    parts.store().activeOf(projection.name()).ifPresent(active -> endOlder(active, projection));
    try {
      begin.begin(projection, RebuildOptions.beside().by("version of a projector"), key);
    } catch (RebuildRefusedException running) {
      LOG.info("{}", running.getMessage());
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
    String error = ErrorText.cut(ErrorText.of(refused), MAX_ERROR);
    parts
        .transactions()
        .doInNew(
            () -> {
              long id =
                  parts
                      .store()
                      .insert(
                          projection.name(),
                          RebuildOptions.beside().by("version of a projector"),
                          parts.now(),
                          key);
              parts.store().end(id, RebuildStatus.FAILED, parts.now());
              parts.store().setFailure(id, new RebuildReport.Failure(null, 0, null, null, error));
            });
    LOG.error(
        "projection={} has a new version, but cannot be rebuilt beside the live rows, which stay: {}. Correct the tables, and start the rebuild by hand, or rebuild it in place",
        projection.name(),
        error);
  }
}

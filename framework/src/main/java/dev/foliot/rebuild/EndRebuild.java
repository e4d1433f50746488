package dev.foliot.rebuild;

import dev.foliot.engine.ReplayFailedException;
import dev.foliot.failure.Causes;
import dev.foliot.failure.ErrorText;
import dev.foliot.message.RecordedMessage;
import java.util.List;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/** Ends rebuilds that are not switched, and drops unneeded tables. */
final class EndRebuild {
  private static final Logger LOG = LoggerFactory.getLogger(EndRebuild.class);
  private static final int MAX_ERROR = 4_000;

  private final RebuildParts parts;

  EndRebuild(RebuildParts parts) {
    this.parts = parts;
  }

  /** Ends a rebuild as failed: a message cannot be handled, and a person is needed. */
  void failed(Rebuild rebuild, String subscription, ReplayFailedException failed) {
    RecordedMessage message = failed.failed();
    Throwable cause = Causes.direct(failed);
    var failure =
        new RebuildReport.Failure(
            subscription,
            message.position(),
            message.id(),
            message.type(),
            ErrorText.storable(ErrorText.of(cause == null ? failed : cause), MAX_ERROR));
    if (end(rebuild, RebuildStatus.FAILED, () -> parts.store().setFailure(rebuild.id(), failure))) {
      LOG.error(
          "rebuild={} of projection={} failed: subscription={} cannot handle position={} message={} type={}: {}. The live rows stay. Correct the cause and start it again",
          rebuild.id(),
          rebuild.projection(),
          subscription,
          failure.position(),
          failure.messageId(),
          failure.type(),
          failure.error(),
          cause);
    }
  }

  /** Ends a rebuild as failed at its switch, if another try would not help. */
  void failed(Rebuild rebuild, RuntimeException atSwitch) {
    var failure =
        new RebuildReport.Failure(
            null, 0, null, null, ErrorText.storable(ErrorText.of(atSwitch), MAX_ERROR));
    if (end(rebuild, RebuildStatus.FAILED, () -> parts.store().setFailure(rebuild.id(), failure))) {
      LOG.error(
          "rebuild={} of projection={} failed at its switch: {}. The live rows stay. Correct the cause and start it again",
          rebuild.id(),
          rebuild.projection(),
          failure.error());
    }
  }

  /** Ends a rebuild as cancelled; false if it was not active any more. */
  boolean cancelled(Rebuild rebuild) {
    boolean ended = end(rebuild, RebuildStatus.CANCELLED, () -> {});
    if (ended) {
      LOG.info("rebuild={} of projection={} was cancelled", rebuild.id(), rebuild.projection());
    }
    return ended;
  }

  private boolean end(Rebuild rebuild, RebuildStatus status, Runnable more) {
    boolean ended =
        parts
            .transactions()
            .inNew(
                () -> {
                  parts.segments().lock(rebuild.id()); // no step commits after this
                  parts.segments().close(rebuild.id());
                  if (!parts.store().end(rebuild.id(), status, parts.now())) {
                    return false;
                  }
                  more.run();
                  return true;
                });
    dropUnneeded();
    return ended;
  }

  /** Drops the tables of ended rebuilds, even if their node died before it dropped them. */
  void dropUnneeded() {
    parts.store().withUnneededTables().forEach(this::tryToDrop);
  }

  /** Tries to drop the tables. If an object of the application depends on them, they stay. */
  private void tryToDrop(Rebuild rebuild) {
    try {
      drop(rebuild);
    } catch (DataAccessException refused) {
      LOG.warn(
          "rebuild={}: the tables in schema={} cannot be dropped, and stay until the next start: {}",
          rebuild.id(),
          rebuild.tablesSchema(),
          ErrorText.firstLine(refused));
    }
  }

  /** Drops the tables and the kept progress of an ended rebuild. */
  void drop(Rebuild rebuild) {
    parts
        .transactions()
        .doInNew(
            () -> {
              if (parts.store().lock(rebuild.id()).map(Rebuild::tablesSchema).isPresent()) {
                for (int place = 0; place < subscriptions(rebuild).size(); place++) {
                  parts.progress().forget(rebuild.keptName(place));
                }
                parts.store().tablesAreDropped(rebuild.id());
                parts.shadows().drop(rebuild.schema()); // the last one: on H2 it commits
              }
            });
  }

  /** The names of the subscriptions of a rebuild, in their order. */
  List<String> subscriptions(Rebuild rebuild) {
    var names = new TreeSet<String>();
    parts.segments().of(rebuild.id()).forEach(each -> names.add(each.subscription()));
    return List.copyOf(names);
  }

  /** Removes the rebuilds of a removed subscription, with their tables. */
  void removed(String subscription) {
    for (long id : parts.segments().rebuildsOf(subscription)) {
      parts
          .store()
          .find(id)
          .ifPresent(
              rebuild -> {
                if (rebuild.status().isActive()) {
                  cancelled(rebuild);
                }
                drop(rebuild);
              });
      parts
          .transactions()
          .doInNew(
              () -> {
                parts.segments().delete(id);
                parts.store().delete(id);
              });
    }
  }
}

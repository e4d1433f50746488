package dev.foliot.rebuild;

import dev.foliot.engine.ReplayBatch;
import dev.foliot.engine.ReplayMessages;
import dev.foliot.engine.ReplayProgress;
import dev.foliot.engine.ReplayReads;
import dev.foliot.engine.Subscription;
import dev.foliot.engine.SubscriptionStore.Checkpoint;
import dev.foliot.message.RecordedMessage;
import dev.foliot.rebuild.RebuildSegments.RebuildSegment;
import dev.foliot.rebuild.RebuiltProjections.RebuiltProjection;
import dev.foliot.unitofwork.UnitOfWork;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the rebuilt rows live, or the former rows live again, in one transaction.
 *
 * <p>Deliveries lock rows of the projection before their checkpoint, and steps of the rebuild lock
 * their segment before rows. So the switch locks in the same order: the segments of the rebuild,
 * the tables, the segments of the subscriptions. Then no delivery and no step is running. The
 * rebuilt rows still lack a few messages. These are handled in the same transaction, on the tables
 * that are live after the exchange. So all rows have one position, which becomes the checkpoint of
 * all segments.
 */
final class SwitchRebuild {
  private static final Logger LOG = LoggerFactory.getLogger(SwitchRebuild.class);
  private static final int MAX_AT_SWITCH = 2_000;
  private static final int MAX_TRIES = 10;

  private final RebuildParts parts;
  private final EndRebuild end;
  private final RebuildSignal signal;

  SwitchRebuild(RebuildParts parts, EndRebuild end, RebuildSignal signal) {
    this.parts = parts;
    this.end = end;
    this.signal = signal;
  }

  /** The rebuild is too far behind to be switched now. */
  private static final class TooFarBehindException extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /**
   * Switches to the rebuilt rows.
   *
   * @return false if it is too far behind, or not active any more; call it again when it has caught
   *     up
   * @throws TablesInUseException if readers or writers use the live tables for too long
   * @throws ReplayFailedException if one of the last messages cannot be handled
   * @throws RebuildRefusedException if one of them writes to an undeclared table
   * @throws ShadowTablesRefusedException if a live table was altered since it was copied
   */
  boolean switchOver(Rebuild rebuild, RebuiltProjection projection) {
    boolean switched;
    try {
      switched =
          exchangeAndTake(
              projection.subscriptions().keySet(),
              () -> exchange(rebuild, projection),
              () -> switchTaken(rebuild, projection));
    } catch (TooFarBehindException behind) {
      return false;
    }
    if (switched) {
      signal.exchanged(projection.subscriptions().keySet());
      LOG.info(
          "rebuild={} of projection={} was switched: its rows are live. The former rows are kept for a roll-back until they are dropped",
          rebuild.id(),
          rebuild.projection());
      end.dropUnneeded();
    }
    return switched;
  }

  /**
   * Exchanges the rows and takes the segments. On H2, a delivery can commit during the exchange, to
   * rows that are not live. Then nothing is changed. Deliveries that never end must not prevent the
   * switch, so their owners lose the segments before it, and take them again afterwards.
   *
   * @throws TooFarBehindException if there was such a delivery
   */
  private boolean exchangeAndTake(
      Collection<String> subscriptions, Runnable exchange, Supplier<Boolean> change) {
    boolean isToCheck = parts.shadows().letsOthersCommit();
    if (isToCheck) {
      parts.take().andChange(subscriptions, () -> {}, () -> true);
    }
    Map<String, String> before = new HashMap<>();
    return parts
        .take()
        .andChange(
            subscriptions,
            () -> {
              if (isToCheck) {
                subscriptions.stream().sorted().forEach(parts.subscriptions()::lockOwners);
                subscriptions.forEach(name -> before.put(name, parts.progress().fingerprint(name)));
              }
              exchange.run();
            },
            () -> {
              before.forEach(
                  (name, former) -> {
                    if (!former.equals(parts.progress().fingerprint(name))) {
                      throw new TooFarBehindException();
                    }
                  });
              return change.get();
            });
  }

  private void exchange(Rebuild rebuild, RebuiltProjection projection) {
    parts.segments().lock(rebuild.id());
    if (parts.engine().deliveries().synchronous()) {
      parts.log().holdUpAppends(); // projectors write the live rows before they append
    }
    parts.shadows().exchange(rebuild.schema(), parts.projections().tablesOf(projection));
  }

  private boolean switchTaken(Rebuild rebuild, RebuiltProjection projection) {
    // 1. Check that the rebuild is still to be switched.
    if (!parts.store().end(rebuild.id(), RebuildStatus.SWITCHED, parts.now())) {
      throw new TooFarBehindException(); // undoes the exchange
    }
    // 2. Handle the messages that the rows lack.
    List<RebuildSegment> segments = parts.segments().of(rebuild.id());
    long to = endOf(projection, segments);
    var undeclared =
        new UndeclaredWrites(
            parts.shadows(),
            rebuild.schema(),
            rebuild.projection(),
            parts.shadows().live(parts.projections().tablesOf(projection)));
    undeclared.begin();
    catchUp(rebuild, projection, segments, to);
    // 3. After the rows are written, store the new checkpoints, and keep the former ones for a
    // roll-back.
    UnitOfWork.required()
        .lastly(
            () -> {
              undeclared.refuse();
              moveCheckpoints(rebuild, projection, to);
            });
    return true;
  }

  /**
   * The highest known settled position. Positions that others have reached by reading are settled,
   * too.
   */
  private long endOf(RebuiltProjection projection, List<RebuildSegment> segments) {
    long settled = parts.log().settledHead();
    if (parts.engine().deliveries().synchronous() && settled < parts.log().head()) {
      throw new TooFarBehindException(); // an event after it may be in the former rows only
    }
    for (RebuildSegment each : segments) {
      settled = Math.max(settled, each.position());
    }
    for (String name : projection.subscriptions().keySet()) {
      for (Checkpoint each : parts.subscriptions().checkpoints(name)) {
        settled = Math.max(settled, each.position());
      }
    }
    return settled;
  }

  private void catchUp(
      Rebuild rebuild, RebuiltProjection projection, List<RebuildSegment> segments, long to) {
    UnitOfWork.required().holdBack();
    int handled = 0;
    for (RebuildSegment segment : segments) {
      Subscription subscription =
          Objects.requireNonNull(projection.subscriptions().get(segment.subscription()));
      handled += catchUp(rebuild, segment, subscription, countOf(segments, segment), to);
      if (handled > MAX_AT_SWITCH) {
        throw new TooFarBehindException();
      }
    }
  }

  private static int countOf(List<RebuildSegment> segments, RebuildSegment of) {
    return (int)
        segments.stream().filter(each -> each.subscription().equals(of.subscription())).count();
  }

  private int catchUp(
      Rebuild rebuild, RebuildSegment segment, Subscription subscription, int segments, long to) {
    if (segment.position() >= to) {
      return 0;
    }
    var reads =
        new ReplayReads(subscription, parts.log(), rebuild.withArchive() ? parts.archive() : null);
    var messages = new ReplayMessages(subscription, parts.engine(), parts.settings().batchSize());
    int handled = 0;
    long position = segment.position();
    while (position < to && handled <= MAX_AT_SWITCH) {
      ReplayBatch batch =
          reads.next(segment.number(), segments, position, to, parts.settings().batchSize());
      messages.deliverHere(batch, new HereProgress(rebuild, segment, position, batch.through()));
      position = batch.through();
      handled += batch.messages().size();
    }
    return handled;
  }

  private void moveCheckpoints(Rebuild rebuild, RebuiltProjection projection, long to) {
    int place = 0;
    for (var each : projection.subscriptions().entrySet()) {
      parts.progress().keep(each.getKey(), rebuild.keptName(place++));
      parts.progress().startAt(each.getKey(), to);
      parts.progress().setVersion(each.getKey(), each.getValue().handler().version());
    }
    parts.segments().close(rebuild.id());
    parts.store().replaceEarlier(rebuild);
    projection.subscriptions().keySet().forEach(name -> replaceEarlier(name, rebuild));
  }

  /** The class may have had another name in an earlier rebuild. */
  private void replaceEarlier(String subscription, Rebuild switched) {
    parts.segments().rebuildsOf(subscription).stream()
        .filter(id -> id < switched.id())
        .forEach(parts.store()::replace);
  }

  /**
   * Makes the former rows live again, with their checkpoints: the messages since the switch are
   * delivered to them.
   *
   * @throws RebuildRefusedException if there are no former rows, if they would lack the events
   *     since the switch, as in synchronous mode, or if deliveries prevent it
   * @throws TablesInUseException if readers or writers use the live tables for too long
   */
  void rollBack(Rebuild rebuild, RebuiltProjection projection) {
    if (parts.engine().deliveries().synchronous()) {
      throw RebuildRefusedException.synchronous(rebuild);
    }
    for (int tries = 1; ; tries++) {
      try {
        tryToRollBack(rebuild, projection);
        return;
      } catch (TooFarBehindException delivered) {
        if (tries == MAX_TRIES) {
          throw RebuildRefusedException.deliveriesGoOn(rebuild);
        }
      }
    }
  }

  private void tryToRollBack(Rebuild rebuild, RebuiltProjection projection) {
    List<String> subscriptions = end.subscriptions(rebuild);
    exchangeAndTake(
        subscriptions,
        () -> {
          requireSwitched(parts.store().lock(rebuild.id()).orElse(rebuild));
          exchange(rebuild, projection);
        },
        () -> {
          for (int place = 0; place < subscriptions.size(); place++) {
            parts.progress().restore(rebuild.keptName(place), subscriptions.get(place));
          }
          parts
              .segments()
              .of(rebuild.id())
              .forEach(
                  each -> parts.progress().setVersion(each.subscription(), each.formerVersion()));
          parts.store().setStatus(rebuild.id(), RebuildStatus.ROLLED_BACK);
          return true;
        });
    signal.exchanged(subscriptions);
    LOG.info(
        "rebuild={} of projection={} was rolled back: the former rows are live",
        rebuild.id(),
        rebuild.projection());
    end.dropUnneeded();
  }

  static void requireSwitched(Rebuild rebuild) {
    if (rebuild.status() != RebuildStatus.SWITCHED || rebuild.tablesSchema() == null) {
      throw RebuildRefusedException.wrongState(
          rebuild, "rolled back or dropped", "switched, with its former rows");
    }
  }

  private final class HereProgress implements ReplayProgress {
    private final Rebuild rebuild;
    private final RebuildSegment segment;
    private final Set<UUID> discarded;

    HereProgress(Rebuild rebuild, RebuildSegment segment, long after, long upTo) {
      this.rebuild = rebuild;
      this.segment = segment;
      this.discarded = FillSegments.discarded(parts, segment.subscription(), after, upTo);
    }

    @Override
    public boolean begin() {
      return true;
    }

    @Override
    public boolean passesOver(RecordedMessage message) {
      return discarded.contains(message.id());
    }

    @Override
    public void write(long position, int handled) {
      parts.segments().move(rebuild.id(), segment, position, handled);
    }
  }
}

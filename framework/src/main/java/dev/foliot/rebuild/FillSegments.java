package dev.foliot.rebuild;

import dev.foliot.engine.ReplayBatch;
import dev.foliot.engine.ReplayMessages;
import dev.foliot.engine.ReplayProgress;
import dev.foliot.engine.ReplayReads;
import dev.foliot.engine.Subscription;
import dev.foliot.message.RecordedMessage;
import dev.foliot.rebuild.RebuildSegments.RebuildSegment;
import dev.foliot.rebuild.RebuiltProjections.RebuiltProjection;
import dev.foliot.unitofwork.UnitOfWork;
import dev.foliot.work.WorkLostException;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.DoubleSupplier;

/**
 * Handles the messages of rebuilds, one batch of one segment at a time. The transaction of a batch
 * locks the row of the segment, and writes its position last. So a crash neither repeats nor loses
 * a message, and several nodes share the segments without leases. One thread at a time.
 */
final class FillSegments {
  /** The maximum number of messages for the switch, which blocks live deliveries. */
  private static final int MOST_LEFT = 1_000;

  private static final int BATCHES_WITHOUT_PAUSE = 20;

  private final RebuildParts parts;
  private final DoubleSupplier random;
  private final Map<Key, Filler> fillers = new HashMap<>();
  private final Set<Long> close = new HashSet<>();
  private Key last = new Key(0, "", 0);

  FillSegments(RebuildParts parts, DoubleSupplier random) {
    this.parts = parts;
    this.random = random;
  }

  private record Key(long rebuild, String subscription, int segment) {}

  private record Filler(ReplayReads reads, ReplayMessages messages) {}

  /** The outcome of one attempt to continue a rebuild. */
  enum Outcome {
    /** A segment moved on. */
    MOVED,
    /**
     * A segment moved on, and all segments are so close to the end that a switch can handle the
     * rest.
     */
    CLOSE,
    /** Other nodes are at work on the segments. */
    BUSY,
    /** All segments have reached the end. */
    CAUGHT_UP
  }

  /**
   * @param outcome what was done
   * @param position where the segment is that is furthest behind
   * @param handled how many messages were handled
   */
  record Filled(Outcome outcome, long position, int handled) {}

  /** The new position of a segment, and the number of messages on the way. */
  private record Reached(long position, int handled) {}

  /**
   * Handles the next batch of one segment, or some of them if there is no pause between two.
   *
   * @param all the segments of the rebuild, as they were a moment ago
   * @param end a position that is settled
   * @throws dev.foliot.engine.ReplayFailedException if a message cannot be handled
   */
  Filled next(Rebuild rebuild, RebuiltProjection projection, List<RebuildSegment> all, long end) {
    List<RebuildSegment> behind =
        all.stream().filter(each -> each.position() < end).sorted(turn(rebuild.id(), end)).toList();
    for (RebuildSegment segment : behind) {
      Subscription subscription = projection.subscriptions().get(segment.subscription());
      Reached reached =
          fill(rebuild, segment, Objects.requireNonNull(subscription), count(all, segment), end);
      if (reached.position() > segment.position()) {
        List<RebuildSegment> now =
            all.stream()
                .map(each -> each.equals(segment) ? each.at(reached.position()) : each)
                .toList();
        return new Filled(moved(rebuild.id(), isClose(now, end)), lowest(now), reached.handled());
      }
    }
    return new Filled(behind.isEmpty() ? Outcome.CAUGHT_UP : Outcome.BUSY, lowest(all), 0);
  }

  private static long lowest(List<RebuildSegment> all) {
    return all.stream().mapToLong(RebuildSegment::position).min().orElse(0);
  }

  /** If no event comes, the next step finds all segments at the end. */
  private Outcome moved(long rebuild, boolean isClose) {
    boolean wasClose = isClose ? !close.add(rebuild) : close.remove(rebuild);
    return isClose && wasClose ? Outcome.CLOSE : Outcome.MOVED;
  }

  /** Each segment has about its share of the remaining positions. */
  private boolean isClose(List<RebuildSegment> all, long end) {
    long left =
        all.stream().mapToLong(each -> Math.max(0, end - each.position()) / count(all, each)).sum();
    return left <= Math.min(MOST_LEFT, parts.settings().batchSize());
  }

  /** Forgets the rebuilds that have ended. */
  void forgetAllBut(Collection<Long> active) {
    fillers.keySet().removeIf(each -> !active.contains(each.rebuild()));
    close.retainAll(active);
  }

  private static int count(List<RebuildSegment> all, RebuildSegment segment) {
    return (int)
        all.stream().filter(each -> each.subscription().equals(segment.subscription())).count();
  }

  /**
   * The previous segment of the node comes first: nodes that change segments meet each other more
   * often. Near the end of the log, where events come all the time, the segment that is furthest
   * behind comes first.
   */
  private Comparator<RebuildSegment> turn(long rebuild, long end) {
    Map<Integer, Double> chance = new HashMap<>();
    long near = end - MOST_LEFT;
    return Comparator.<RebuildSegment>comparingLong(
            each -> each.position() < near ? 0 : each.position())
        .thenComparing(each -> !key(rebuild, each).equals(last))
        .thenComparing(
            each -> chance.computeIfAbsent(each.number(), number -> random.getAsDouble()))
        .thenComparing(RebuildSegment::number)
        .thenComparing(RebuildSegment::subscription);
  }

  private static Key key(long rebuild, RebuildSegment segment) {
    return new Key(rebuild, segment.subscription(), segment.number());
  }

  /**
   * Returns the new position of the segment; the previous position if another node has the segment.
   */
  private Reached fill(
      Rebuild rebuild, RebuildSegment segment, Subscription subscription, int segments, long end) {
    Key key = key(rebuild.id(), segment);
    Filler filler = fillers.computeIfAbsent(key, each -> filler(rebuild, subscription));
    long position = segment.position();
    int handled = 0;
    try {
      for (int batches = 0; batches < batchesOfAStep() && position < end; batches++) {
        ReplayBatch batch =
            filler
                .reads()
                .next(segment.number(), segments, position, end, parts.settings().batchSize());
        filler.messages().deliver(batch, new SegmentProgress(rebuild, segment, position, batch));
        position = batch.through();
        handled += batch.messages().size();
        last = key;
      }
    } catch (WorkLostException taken) {
      // what was committed stays
    }
    return new Reached(position, handled);
  }

  private int batchesOfAStep() {
    return parts.settings().load() == RebuildSettings.ALL ? BATCHES_WITHOUT_PAUSE : 1;
  }

  private Filler filler(Rebuild rebuild, Subscription subscription) {
    return new Filler(
        reads(rebuild, subscription),
        new ReplayMessages(subscription, parts.engine(), parts.settings().batchSize()));
  }

  private ReplayReads reads(Rebuild rebuild, Subscription subscription) {
    return new ReplayReads(
        subscription, parts.log(), rebuild.withArchive() ? parts.archive() : null);
  }

  /** The messages between two positions that were discarded for the subscription. */
  static Set<UUID> discarded(RebuildParts parts, String subscription, long after, long upTo) {
    return new HashSet<>(
        parts
            .engine()
            .storage()
            .jdbc()
            .sql(
                """
                select message_id from %s
                where subscription = ? and position > ? and position <= ?"""
                    .formatted(parts.engine().storage().table("foliot_discarded")))
            .params(subscription, after, upTo)
            .query(UUID.class)
            .list());
  }

  /** Makes each transaction use the shadow tables and drop all other effects. */
  private final class SegmentProgress implements ReplayProgress {
    private final Rebuild rebuild;
    private final RebuildSegment segment;
    private final Set<UUID> discarded;
    private final UndeclaredWrites undeclared;
    private long position;

    SegmentProgress(Rebuild rebuild, RebuildSegment segment, long position, ReplayBatch batch) {
      this.rebuild = rebuild;
      this.segment = segment;
      this.position = position;
      this.undeclared =
          new UndeclaredWrites(parts.shadows(), rebuild.schema(), rebuild.projection());
      this.discarded =
          FillSegments.discarded(parts, segment.subscription(), position, batch.through());
    }

    @Override
    public boolean begin() {
      parts.shadows().enter(rebuild.schema());
      UnitOfWork.required().holdBack();
      if (!parts.segments().claim(rebuild.id(), segment, position)) {
        return false;
      }
      undeclared.begin();
      return true;
    }

    @Override
    public boolean passesOver(RecordedMessage message) {
      return discarded.contains(message.id());
    }

    @Override
    public void write(long reached, int handled) {
      undeclared.refuse();
      parts.segments().move(rebuild.id(), segment, reached, handled);
    }

    @Override
    public void committed(long reached) {
      position = reached;
    }
  }
}

package dev.foliot.engine;

import dev.foliot.eventstore.StreamName;
import dev.foliot.message.Lane;
import dev.foliot.work.Steps;
import dev.foliot.work.WorkLostException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The segments and works of this node at the moment, with the feed that serves them. It changes
 * while the engine runs: one thread adds and closes, any thread may read.
 */
final class OpenSegments {
  private static final Logger LOG = LoggerFactory.getLogger(OpenSegments.class);

  private final MessageFeed feed;
  private final ClaimSegments claims;
  private final Runnable last;
  private final List<OwnedPart> owned = new CopyOnWriteArrayList<>();
  private final List<SteppedPart> everywhere = new CopyOnWriteArrayList<>();

  /**
   * @param last done when everything is closed
   */
  OpenSegments(MessageFeed feed, ClaimSegments claims, Runnable last) {
    this.feed = feed;
    this.claims = claims;
    this.last = last;
  }

  MessageFeed feed() {
    return feed;
  }

  ClaimSegments claims() {
    return claims;
  }

  /**
   * Returns everything that this node steps: its segments and works, and the works of every node.
   */
  List<SteppedPart> all() {
    return Stream.concat(owned.stream(), everywhere.stream()).toList();
  }

  /** All of these except segments. */
  List<SteppedPart> works() {
    return all().stream().filter(each -> !(each instanceof Segment)).toList();
  }

  /** All that this node owns. */
  List<OwnedPart> owned() {
    return owned;
  }

  /** The segments of subscriptions, in the order in which they were taken. */
  List<Segment> segments() {
    return owned.stream().filter(Segment.class::isInstance).map(Segment.class::cast).toList();
  }

  /** The segment that delivers the messages of a stream; null if there is none. */
  @Nullable Segment ownerOf(String subscription, StreamName stream) {
    return segments().stream()
        .filter(each -> each.delivers(subscription, stream))
        .findFirst()
        .orElse(null);
  }

  /** Begins the works of every node. */
  void beginEverywhere() {
    everywhere.addAll(claims.works().beginEverywhere());
  }

  void add(OwnedPart taken) {
    owned.add(taken);
  }

  /** Drops a segment that another owner has taken. */
  void drop(OwnedPart lost) {
    owned.remove(lost);
    lost.abandon();
  }

  /** Ends as if the process had died: nothing is saved. */
  void crash() {
    all().forEach(Steps::abandon);
  }

  /**
   * Saves the checkpoint and releases the segment. A failure is only logged: the next owner reads
   * the stored state, and a segment that this node still owns in the database is released later.
   *
   * @return whether it worked
   */
  boolean close(OwnedPart each) {
    boolean saved = quietly(each::end);
    boolean released = saved && quietly(() -> claims.release(each.id(), each.token()));
    owned.remove(each);
    return released;
  }

  /**
   * Closes everything, but stops when a close fails: otherwise each close would wait for an
   * unavailable database. Other nodes take the segments when this node has left, or when its lease
   * expires.
   */
  void close() {
    for (OwnedPart each : owned) {
      if (!close(each)) {
        break;
      }
    }
    everywhere.forEach(each -> quietly(each::end));
    everywhere.clear();
    quietly(last);
  }

  static boolean quietly(Runnable last) {
    try {
      last.run();
      return true;
    } catch (WorkLostException lost) {
      LOG.debug("{}", lost.getMessage());
      return true;
    } catch (Throwable e) {
      LOG.warn(
          "The engine could not save its last checkpoints; nothing is lost: {}", ErrorLine.of(e));
      return false;
    }
  }

  /**
   * Returns the time of the next step that a caller waits for, without a signal; steps that recur
   * for ever are left out.
   */
  Optional<Instant> nextDue() {
    return earliest(all().stream().filter(each -> !each.isUpkeep() && !each.isRecurring()));
  }

  /** As {@link #nextDue()}, with those that recur for ever. */
  Optional<Instant> nextDueOrRecurring() {
    return earliest(all().stream().filter(each -> !each.isUpkeep()));
  }

  /** When a message that has failed is tried again. */
  Optional<Instant> nextRetry() {
    return earliest(segments().stream());
  }

  private static Optional<Instant> earliest(Stream<? extends SteppedPart> parts) {
    return parts.flatMap(OpenSegments::due).min(Comparator.naturalOrder());
  }

  /** No step may follow, so an error must not wait for one. */
  private static Stream<Instant> due(SteppedPart part) {
    Optional<Instant> due = part.nextDue();
    part.throwFailure();
    return due.stream();
  }

  SubscriptionStatus statusOf(Segment segment, boolean owned) {
    long primary = segment.position(Lane.PRIMARY);
    long backfill = segment.position(Lane.BACKFILL);
    List<HeldKey> held = List.copyOf(segment.held().all());
    int parked = (int) held.stream().filter(HeldKey::isParked).count();
    return new SubscriptionStatus(
        segment.subscription().name(),
        segment.number(),
        owned,
        primary,
        backfill,
        Math.max(0, feed.head() - Math.min(primary, backfill)),
        held.size() - parked,
        parked,
        segment.circuitStatus().orElse(null));
  }
}

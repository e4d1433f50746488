package dev.foliot.engine;

import dev.foliot.message.Lane;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What this node owns at the moment, with the feed that serves it. It changes while the engine
 * runs: one thread adds and closes, any may look.
 */
final class OpenSegments {
  private static final Logger LOG = LoggerFactory.getLogger(OpenSegments.class);

  private final MessageFeed feed;
  private final ClaimSegments claims;
  private final Runnable last;
  private final List<Owned> owned = new CopyOnWriteArrayList<>();

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

  /** Null if this node does not relay the outbox. */
  @Nullable RelayDuty relay() {
    return owned.stream()
        .filter(RelayDuty.class::isInstance)
        .map(RelayDuty.class::cast)
        .findFirst()
        .orElse(null);
  }

  /** All that this node works on. */
  List<Owned> owned() {
    return owned;
  }

  /** The segments of subscriptions, in the order in which they were taken. */
  List<Segment> segments() {
    return owned.stream().filter(Segment.class::isInstance).map(Segment.class::cast).toList();
  }

  void add(Owned taken) {
    owned.add(taken);
  }

  /** Forgets what somebody else has taken. */
  void drop(Owned lost) {
    owned.remove(lost);
  }

  /**
   * Saves the checkpoint and gives the segment back. What fails is only logged: the next owner
   * copes, and what is still this node's in the database is given back later.
   *
   * @return whether it worked
   */
  boolean close(Owned each) {
    boolean saved = quietly(each::save);
    boolean released = saved && quietly(() -> claims.release(each.id(), each.token()));
    owned.remove(each);
    return released;
  }

  /**
   * Closes everything, until something fails: a database that is away would be waited for again and
   * again, and the others take what a node owned that has left, or whose lease ends.
   */
  void close() {
    for (Owned each : owned) {
      if (!close(each)) {
        break;
      }
    }
    quietly(last);
  }

  static boolean quietly(Runnable last) {
    try {
      last.run();
      return true;
    } catch (SegmentLostException lost) {
      LOG.debug("{}", lost.getMessage());
      return true;
    } catch (Throwable e) {
      LOG.warn(
          "The engine could not save its last checkpoints; nothing is lost: {}", ErrorLine.of(e));
      return false;
    }
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

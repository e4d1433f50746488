package dev.foliot.engine;

import dev.foliot.message.Lane;
import dev.foliot.outbox.RelayOutbox;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The segments that this node has claimed, with the feed that serves them.
 *
 * @param parts what the engine is made of
 * @param store to give the segments back
 * @param feed shared by all segments
 * @param segments in the turn of their subscriptions
 * @param relay null if the application publishes nothing
 */
record OpenSegments(
    EngineParts parts,
    SubscriptionStore store,
    MessageFeed feed,
    List<Segment> segments,
    @Nullable RelayOutbox relay) {
  private static final Logger LOG = LoggerFactory.getLogger(OpenSegments.class);

  /**
   * Saves the checkpoints and gives everything back. What fails is only logged: the next owner
   * copes.
   */
  void close() {
    segments.forEach(this::close);
    quietly(
        () -> {
          parts.transactions().doInNew(() -> store.leave(parts.node()));
          if (relay != null) {
            relay.stop();
          }
        });
  }

  private void close(Segment segment) {
    quietly(segment::save);
    quietly(() -> parts.transactions().doInNew(() -> release(segment)));
  }

  private void release(Segment segment) {
    store.release(segment.subscription().name(), segment.number(), segment.token());
  }

  private static void quietly(Runnable last) {
    try {
      last.run();
    } catch (SegmentLostException lost) {
      LOG.debug("{}", lost.getMessage());
    } catch (RuntimeException e) {
      LOG.warn("The engine could not save its last checkpoints; nothing is lost: {}", e.toString());
    }
  }

  SubscriptionStatus statusOf(Segment segment, boolean owned) {
    long primary = segment.position(Lane.PRIMARY);
    long backfill = segment.position(Lane.BACKFILL);
    List<HeldKey> held = List.copyOf(segment.held().all());
    int parked = (int) held.stream().filter(HeldKey::parked).count();
    return new SubscriptionStatus(
        segment.subscription().name(),
        segment.number(),
        owned,
        primary,
        backfill,
        Math.max(0, feed.head() - Math.min(primary, backfill)),
        held.size() - parked,
        parked);
  }
}

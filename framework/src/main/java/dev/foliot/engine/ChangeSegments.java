package dev.foliot.engine;

import dev.foliot.engine.SubscriptionStore.Checkpoint;
import dev.foliot.engine.SubscriptionStore.Registration;
import dev.foliot.message.Lane;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.CannotAcquireLockException;

/**
 * Changes the number of segments of a subscription at any time. No message is lost or repeated
 * (R23).
 *
 * <p>A key then belongs to another segment. This segment starts at the lowest checkpoint of the old
 * segments, so it reads messages that are done. Therefore the positions of the old segments are
 * kept as a {@link SegmentLayout.FormerLayout}, and a segment skips the messages that the key's
 * former segment had passed. If the number is changed again before all segments have reached these
 * positions, several former layouts are kept.
 *
 * <p>For a held key, the messages that its former segment had passed are not done: they wait, and
 * are read when the key is released, up to the position of that segment. The held key and the
 * messages that are done ahead move to the new segments.
 *
 * <p>All this is one transaction, which first takes the segments away from their owners: no node
 * delivers meanwhile, and a former owner cannot commit afterwards (R28).
 */
final class ChangeSegments {
  private static final Logger LOG = LoggerFactory.getLogger(ChangeSegments.class);

  private final SubscriptionStore subscriptions;
  private final LayoutStore layouts;
  private final TakeSegments take;

  ChangeSegments(SubscriptionStore subscriptions, LayoutStore layouts, TakeSegments take) {
    this.subscriptions = subscriptions;
    this.layouts = layouts;
    this.take = take;
  }

  /**
   * Changes the number to {@code wanted}. If a transaction blocks the change for too long, the
   * number stays, so that a hanging node does not prevent the start of another node.
   *
   * @return the registration afterwards
   */
  Registration change(String subscription, Registration known, int wanted) {
    try {
      return take.andChange(subscription, now -> changeTaken(subscription, now, wanted));
    } catch (CannotAcquireLockException inUse) {
      LOG.warn(
          "subscription={} keeps its {} segments until the next start, instead of {}: {}",
          subscription,
          known.segments(),
          wanted,
          inUse.getMessage());
      return known;
    }
  }

  private Registration changeTaken(String subscription, Registration known, int wanted) {
    if (known.segments() == wanted) {
      return known; // another node was faster
    }
    List<Long> primary = positions(subscription, Lane.PRIMARY);
    List<Long> backfill = positions(subscription, Lane.BACKFILL);
    if (primary.size() > 1 || backfill.size() > 1) {
      layouts.keepPositions(subscription);
    }
    subscriptions.split(subscription, wanted, primary.get(0), backfill.get(0));
    layouts.shareOutHeldKeys(subscription, wanted);
    layouts.shareOutAhead(subscription, wanted);
    LOG.info(
        "subscription={} has {} segments now, {} before", subscription, wanted, known.segments());
    return new Registration(known.since(), wanted);
  }

  /** The positions of a lane, from the lowest to the highest. */
  private List<Long> positions(String subscription, Lane lane) {
    return subscriptions.checkpoints(subscription).stream()
        .filter(checkpoint -> checkpoint.lane() == lane)
        .map(Checkpoint::position)
        .distinct()
        .sorted()
        .toList();
  }
}

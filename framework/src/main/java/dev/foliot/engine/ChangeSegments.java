package dev.foliot.engine;

import dev.foliot.engine.SubscriptionStore.Checkpoint;
import dev.foliot.engine.SubscriptionStore.Registration;
import dev.foliot.message.Lane;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.CannotAcquireLockException;

/**
 * Changes the number of segments of a subscription, at any moment, and loses and repeats nothing
 * (R23).
 *
 * <p>A key then belongs to another segment, and that one starts where the last of the old ones
 * stood: it comes by messages that are done. So the positions of the old segments are kept as a
 * {@link SegmentLayout.FormerLayout}, by which a segment steps over what the key's former segment
 * had passed. Several of them may be remembered, when the number is changed again before all
 * segments have come that far.
 *
 * <p>What a held key's former segment had passed is not done: it waits, and is read when the key is
 * released, up to where that segment was. The held key and what was done ahead move to the new
 * segments.
 *
 * <p>All this is one transaction, which first takes the segments away from their owners: nobody
 * delivers while it is made, and who owned one cannot commit afterwards (R28).
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
   * Makes them {@code wanted}. If a transaction is in the way that does not end, they stay as they
   * are: a node that hangs keeps no other from starting.
   *
   * @return what is registered then
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

  /** From the lowest to the highest. */
  private List<Long> positions(String subscription, Lane lane) {
    return subscriptions.checkpoints(subscription).stream()
        .filter(checkpoint -> checkpoint.lane() == lane)
        .map(Checkpoint::position)
        .distinct()
        .sorted()
        .toList();
  }
}

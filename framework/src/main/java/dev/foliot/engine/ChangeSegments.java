package dev.foliot.engine;

import dev.foliot.engine.SubscriptionStore.Checkpoint;
import dev.foliot.engine.SubscriptionStore.Registration;
import dev.foliot.message.Lane;
import dev.foliot.unitofwork.Transactions;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.PessimisticLockingFailureException;

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
  private static final int TRIES = 5;

  private final SubscriptionStore subscriptions;
  private final LayoutStore layouts;
  private final Transactions transactions;

  ChangeSegments(SubscriptionStore subscriptions, LayoutStore layouts, Transactions transactions) {
    this.subscriptions = subscriptions;
    this.layouts = layouts;
    this.transactions = transactions;
  }

  /**
   * Makes them {@code wanted}, unless they are. A delivery that is under way may be in the way of
   * the locks; then it is tried again.
   */
  Registration change(String subscription, int wanted) {
    for (int tries = 1; ; tries++) {
      try {
        return transactions.inNew(() -> changeOnce(subscription, wanted));
      } catch (PessimisticLockingFailureException collision) {
        if (tries == TRIES) {
          throw collision;
        }
        LOG.debug("subscription={}: changes its segments again", subscription, collision);
      }
    }
  }

  private Registration changeOnce(String subscription, int wanted) {
    Registration known = layouts.lock(subscription);
    if (known.segments() == wanted) {
      return known; // another node was faster
    }
    subscriptions.take(subscription);
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

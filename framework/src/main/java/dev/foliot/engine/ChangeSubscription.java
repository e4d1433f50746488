package dev.foliot.engine;

import dev.foliot.unitofwork.Transactions;
import org.springframework.dao.ConcurrencyFailureException;

/**
 * Changes something about a subscription that an engine may be delivering at this moment. One
 * transaction first takes its segments from whoever owns them, and then writes: a batch that is in
 * hand cannot commit any more (R28), and whoever claims the segments next, in general the same
 * node, reads positions and held keys afresh. So a change is there at once, and exactly once.
 */
final class ChangeSubscription {
  private static final int TRIES = 5;

  private final EngineNode node;
  private final SubscriptionStore store;

  ChangeSubscription(EngineNode node, SubscriptionStore store) {
    this.node = node;
    this.store = store;
  }

  /** Does it, in a transaction of its own, and lets the engines look again. */
  <T> T change(String subscription, Transactions.Work<T> work) {
    T result = inTransaction(subscription, work);
    node.changed();
    return result;
  }

  /** A delivery that commits meanwhile may win a race for a row. */
  private <T> T inTransaction(String subscription, Transactions.Work<T> work) {
    for (int tries = 1; ; tries++) {
      try {
        return node.parts()
            .transactions()
            .inNew(
                () -> {
                  store.take(subscription);
                  return work.run();
                });
      } catch (ConcurrencyFailureException lostRace) {
        if (tries == TRIES) {
          throw lostRace;
        }
      }
    }
  }
}

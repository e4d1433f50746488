package dev.foliot.operation;

import dev.foliot.engine.LeaseClock;
import dev.foliot.engine.Storage;
import java.util.Optional;

/** Checks that a subscription without a handler can be removed. */
final class RemoveSubscription {
  private final Storage storage;
  private final LeaseClock leaseClock;
  private final KnownSubscriptions known;

  RemoveSubscription(Storage storage, LeaseClock leaseClock, KnownSubscriptions known) {
    this.storage = storage;
    this.leaseClock = leaseClock;
    this.known = known;
  }

  /**
   * Refuses a subscription that a living node has a handler for.
   *
   * @throws SubscriptionInUseException if there is such a node
   */
  void refuseIfInUse(String subscription) {
    if (known.find(subscription).isPresent() || known.isInline(subscription)) {
      throw new SubscriptionInUseException(
          subscription, "a handler of this application belongs to it. Remove the handler first.");
    }
    livingNodeWith(subscription)
        .ifPresent(
            node -> {
              throw new SubscriptionInUseException(
                  subscription,
                  "node %s has its handler. Stop the nodes that have it first.".formatted(node));
            });
  }

  private Optional<String> livingNodeWith(String subscription) {
    return storage
        .jdbc()
        .sql(
            """
            select n.node from %s k join %s n on n.node = k.node
            where k.subscription = ? and n.lease_until > %s
            order by n.node fetch first 1 rows only"""
                .formatted(
                    storage.table("foliot_node_subscription"),
                    storage.table("foliot_node"),
                    leaseClock.now()))
        .param(subscription)
        .query(String.class)
        .optional();
  }
}

package dev.foliot.operation;

import dev.foliot.engine.LivingNodes;

/** Checks that a subscription without a handler can be removed. */
final class RemoveSubscription {
  private final LivingNodes nodes;
  private final KnownSubscriptions known;

  RemoveSubscription(LivingNodes nodes, KnownSubscriptions known) {
    this.nodes = nodes;
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
    nodes
        .with(subscription)
        .ifPresent(
            node -> {
              throw new SubscriptionInUseException(
                  subscription,
                  "node %s has its handler. Stop the nodes that have it first.".formatted(node));
            });
  }
}

package dev.foliot.operation;

import dev.foliot.engine.EngineParts;
import java.util.Optional;

/** Removes what is stored of a subscription that nobody knows any more. */
final class RemoveSubscription {
  private final EngineParts parts;
  private final KnownSubscriptions known;

  RemoveSubscription(EngineParts parts, KnownSubscriptions known) {
    this.parts = parts;
    this.known = known;
  }

  /**
   * Finds out that nobody needs it: living nodes have said what they can work on.
   *
   * @throws SubscriptionInUseException if somebody does
   */
  void refuseIfInUse(String subscription) {
    if (known.find(subscription).isPresent()) {
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
    return parts
        .jdbc()
        .sql(
            """
            select n.node from %s k join %s n on n.node = k.node
            where k.subscription = ? and n.lease_until > %s
            order by n.node fetch first 1 rows only"""
                .formatted(
                    parts.schema().table("foliot_node_subscription"),
                    parts.schema().table("foliot_node"),
                    parts.leaseClock().now()))
        .param(subscription)
        .query(String.class)
        .optional();
  }
}

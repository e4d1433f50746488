package dev.foliot.engine;

import java.util.List;
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

  /**
   * Deletes its rows, in the transaction that has taken the segments.
   *
   * @return how many keys it held
   */
  int remove(String subscription) {
    int keys = delete("foliot_held", "subscription", subscription);
    for (String table :
        List.of("foliot_ahead", "foliot_former_segment", "foliot_checkpoint", "foliot_segment")) {
      delete(table, "subscription", subscription);
    }
    delete("foliot_inbox", "subscriber", subscription);
    delete("foliot_subscription", "name", subscription);
    return keys;
  }

  private int delete(String table, String column, String subscription) {
    return parts
        .jdbc()
        .sql("delete from %s where %s = ?".formatted(parts.schema().table(table), column))
        .param(subscription)
        .update();
  }
}

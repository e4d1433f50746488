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
   * Finds out that nobody needs it. A living node that knows a subscription owns its segments; it
   * is asked before they are taken.
   *
   * @throws SubscriptionInUseException if somebody may
   */
  void refuseIfInUse(String subscription) {
    if (known.find(subscription).isPresent()) {
      throw new SubscriptionInUseException(
          subscription, "a handler of this application belongs to it. Remove the handler first.");
    }
    owner(subscription)
        .ifPresent(
            node -> {
              throw new SubscriptionInUseException(
                  subscription,
                  "node %s delivers it. Stop the nodes that have its handler first."
                      .formatted(node));
            });
    if (new PauseSubscription(parts).isPaused(subscription)) {
      throw new SubscriptionInUseException(
          subscription,
          "it is paused, so nobody can tell whether a node still has its handler. Resume it first, and look whether a node takes it.");
    }
  }

  private Optional<String> owner(String subscription) {
    return parts
        .jdbc()
        .sql(
            """
            select s.owner from %s s join %s n on n.node = s.owner
            where s.subscription = ? and n.lease_until > %s
            order by s.segment fetch first 1 rows only"""
                .formatted(
                    parts.schema().table("foliot_segment"),
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

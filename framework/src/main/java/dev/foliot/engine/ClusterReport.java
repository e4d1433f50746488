package dev.foliot.engine;

import java.time.Instant;
import java.util.List;

/**
 * All that the database tells of the engines and subscriptions of all nodes.
 *
 * @param at when it was asked, by this application's clock
 * @param head the highest position of the log
 * @param nodes the engines that run, or died a moment ago
 * @param subscriptions every subscription, by name
 */
public record ClusterReport(
    Instant at, long head, List<NodeReport> nodes, List<SubscriptionReport> subscriptions) {
  public ClusterReport {
    nodes = List.copyOf(nodes);
    subscriptions = List.copyOf(subscriptions);
  }
}

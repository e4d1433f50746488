package dev.foliot.operation;

import dev.foliot.outbox.OutboxReport;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The state of the engines and subscriptions of all nodes, from the database.
 *
 * @param at the time of the report, by this application's clock
 * @param head the highest position of the log
 * @param nodes the engines that run, or died a moment ago
 * @param subscriptions every subscription, by name
 * @param outbox the unpublished messages; null if the application publishes nothing
 */
public record ClusterReport(
    Instant at,
    long head,
    List<NodeReport> nodes,
    List<SubscriptionReport> subscriptions,
    @Nullable OutboxReport outbox) {
  public ClusterReport {
    nodes = List.copyOf(nodes);
    subscriptions = List.copyOf(subscriptions);
  }
}

package dev.foliot.engine;

import dev.foliot.unitofwork.Transactions;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * Writes the paused subscriptions of this node to the database, for the reports of all nodes. Only
 * changes since the last step are written. In general there are no changes.
 */
final class PublishCircuitState {
  private final OpenSegments open;
  private final NodeStore nodes;
  private final Transactions transactions;
  private final String node;
  private Map<String, CircuitReport> told = Map.of();

  PublishCircuitState(NodeStore nodes, Transactions transactions, String node, OpenSegments open) {
    this.open = open;
    this.nodes = nodes;
    this.node = node;
    this.transactions = transactions;
  }

  /** A failed write is repeated at the next step. */
  void step() {
    Map<String, CircuitReport> now = pausing();
    if (now.equals(told)) {
      return;
    }
    Set<String> subscriptions = new HashSet<>(told.keySet());
    subscriptions.addAll(now.keySet());
    for (String each : subscriptions) {
      CircuitReport circuit = now.get(each);
      if (!Objects.equals(circuit, told.get(each))) {
        transactions.doInNew(() -> nodes.tell(node, each, circuit));
      }
    }
    told = now;
  }

  private Map<String, CircuitReport> pausing() {
    Map<String, CircuitReport> found = new TreeMap<>();
    for (Segment segment : open.segments()) {
      segment
          .circuitStatus()
          .ifPresent(status -> found.put(segment.subscription().name(), status.on(node)));
    }
    return found;
  }
}

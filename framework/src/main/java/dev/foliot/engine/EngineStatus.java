package dev.foliot.engine;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The state of this node's engine.
 *
 * @param running whether it delivers
 * @param leaseHeld whether its lease lasts, so that it may deliver its segments
 * @param head the end of the log, as far as it has been read
 * @param subscriptions each segment of a subscription that this node owns
 * @param problem why the engine or one of its segments cannot work now, such as an outage of the
 *     database; null for none
 */
public record EngineStatus(
    boolean running,
    boolean leaseHeld,
    long head,
    List<SubscriptionStatus> subscriptions,
    @Nullable String problem) {

  public EngineStatus {
    subscriptions = List.copyOf(subscriptions);
  }

  /** The subscriptions that pause on this node because all of their messages fail, by name. */
  public Map<String, CircuitStatus> pausing() {
    Map<String, CircuitStatus> found = new TreeMap<>();
    for (SubscriptionStatus each : subscriptions) {
      if (each.circuit() != null) {
        found.put(each.subscription(), each.circuit());
      }
    }
    return found;
  }
}

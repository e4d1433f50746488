package dev.foliot.engine;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the engine of this node is doing.
 *
 * @param running whether it delivers
 * @param head the end of the log, as far as it has been read
 * @param subscriptions each segment of each subscription
 * @param problem why it cannot work at the moment, such as a database that is away; null if it can
 */
public record EngineStatus(
    boolean running, long head, List<SubscriptionStatus> subscriptions, @Nullable String problem) {

  public EngineStatus {
    subscriptions = List.copyOf(subscriptions);
  }
}

package dev.foliot.engine;

import java.time.Duration;
import java.util.Map;
import org.apiguardian.api.API;

/**
 * The settings of the engine.
 *
 * @param standard for subscriptions without settings of their own
 * @param subscriptions by name
 * @param circuitBreaker when a subscription whose every message fails pauses
 * @param pollInterval how long an idle engine waits before it looks again, if no commit wakes it
 * @param notifications whether nodes tell each other of commits, where the database supports it
 * @param maxConcurrency deliveries at once on this node
 * @param lease how long this node owns its segments without a renewal
 * @param laneMaxWait a backfill message older than this gets a turn while the primary lane is busy
 * @param shutdownTimeout how long a stop waits for the batches in hand
 * @param inboxRetention how long it is remembered which messages subscribers have handled
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public record EngineSettings(
    SubscriptionSettings standard,
    Map<String, SubscriptionSettings> subscriptions,
    CircuitBreakerSettings circuitBreaker,
    Duration pollInterval,
    boolean notifications,
    int maxConcurrency,
    Duration lease,
    Duration laneMaxWait,
    Duration shutdownTimeout,
    Duration inboxRetention) {

  public SubscriptionSettings of(String subscription) {
    return subscriptions.getOrDefault(subscription, standard);
  }
}

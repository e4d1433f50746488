package dev.foliot.engine;

import java.time.Duration;
import java.util.Map;
import org.apiguardian.api.API;

/**
 * The settings of the engine.
 *
 * @param standard the settings of subscriptions without settings of their own
 * @param subscriptions the settings of subscriptions, by name
 * @param circuitBreaker when a subscription pauses because all of its messages fail
 * @param pollInterval how long an idle engine waits before it looks again, if no commit wakes it
 * @param notifications whether nodes notify each other of commits, where the database supports it
 * @param maxConcurrency the maximum number of deliveries at once on this node
 * @param lease how long this node owns its segments without a renewal
 * @param laneMaxWait a backfill message older than this gets a turn while the primary lane is busy
 * @param shutdownTimeout how long a stop waits for the running batches
 * @param inboxRetention how long the messages that subscribers have handled are remembered
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

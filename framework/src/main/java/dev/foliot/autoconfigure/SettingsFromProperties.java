package dev.foliot.autoconfigure;

import dev.foliot.engine.EngineSettings;
import dev.foliot.engine.SubscriptionSettings;
import dev.foliot.handler.RetryPolicy;
import dev.foliot.outbox.OutboxSettings;
import java.util.HashMap;
import java.util.Map;

/** Turns the properties into the settings of the packages. */
final class SettingsFromProperties {
  private SettingsFromProperties() {}

  static OutboxSettings outbox(FoliotProperties.Outbox outbox) {
    return new OutboxSettings(outbox.batchSize(), outbox.retention(), outbox.retryPolicy());
  }

  static EngineSettings engine(FoliotProperties properties, int standardConcurrency) {
    EngineProperties engine = properties.engine();
    RetryPolicy retry = engine.retryPolicy();
    Map<String, SubscriptionSettings> subscriptions = new HashMap<>();
    engine
        .subscriptions()
        .forEach((name, own) -> subscriptions.put(name, subscription(engine, retry, name, own)));
    return new EngineSettings(
        new SubscriptionSettings(engine.batchSize(), engine.segments(), null, retry),
        Map.copyOf(subscriptions),
        engine.circuitBreaker().settings(retry.jitter()),
        engine.pollInterval(),
        engine.notifications(),
        engine.maxConcurrency() != null ? engine.maxConcurrency() : standardConcurrency,
        engine.lease(),
        engine.lanes().maxWait(),
        engine.shutdownTimeout(),
        engine.inboxRetention());
  }

  private static SubscriptionSettings subscription(
      EngineProperties engine, RetryPolicy retry, String name, EngineProperties.Subscription own) {
    return new SubscriptionSettings(
        own.batchSize() != null ? own.batchSize() : engine.batchSize(),
        own.segments() != null ? own.segments() : engine.segments(),
        own.start(),
        own.retryPolicy(name, retry));
  }
}

package dev.foliot.engine;

import java.time.Duration;
import java.util.Map;

/** Settings of an engine, but for what a test is about. */
final class ChangedSettings {
  private final EngineSettings from;
  private SubscriptionSettings standard;
  private Map<String, SubscriptionSettings> subscriptions;
  private CircuitBreakerSettings circuitBreaker;
  private Duration pollInterval;
  private boolean notifications;
  private int maxConcurrency;
  private Duration lease;
  private Duration shutdownTimeout;

  private ChangedSettings(EngineSettings from) {
    this.from = from;
    this.standard = from.standard();
    this.subscriptions = from.subscriptions();
    this.circuitBreaker = from.circuitBreaker();
    this.pollInterval = from.pollInterval();
    this.notifications = from.notifications();
    this.maxConcurrency = from.maxConcurrency();
    this.lease = from.lease();
    this.shutdownTimeout = from.shutdownTimeout();
  }

  static ChangedSettings of(EngineSettings settings) {
    return new ChangedSettings(settings);
  }

  /** No subscription has settings of its own. */
  ChangedSettings everySubscription(SubscriptionSettings other) {
    standard = other;
    subscriptions = Map.of();
    return this;
  }

  ChangedSettings circuitBreaker(CircuitBreakerSettings other) {
    circuitBreaker = other;
    return this;
  }

  ChangedSettings pollInterval(Duration other) {
    pollInterval = other;
    return this;
  }

  ChangedSettings notifications(boolean other) {
    notifications = other;
    return this;
  }

  ChangedSettings maxConcurrency(int other) {
    maxConcurrency = other;
    return this;
  }

  ChangedSettings lease(Duration other) {
    lease = other;
    return this;
  }

  ChangedSettings shutdownTimeout(Duration other) {
    shutdownTimeout = other;
    return this;
  }

  EngineSettings get() {
    return new EngineSettings(
        standard,
        subscriptions,
        circuitBreaker,
        pollInterval,
        notifications,
        maxConcurrency,
        lease,
        from.laneMaxWait(),
        shutdownTimeout,
        from.inboxRetention());
  }
}

package dev.foliot.engine;

import dev.foliot.engine.CircuitBreakerSettings.Use;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleSupplier;

/** The circuit breakers of this node, one for each subscription. */
final class CircuitBreakers {
  private final boolean enabled;
  private final CircuitBreakerSettings settings;
  private final InstantSource clock;
  private final DoubleSupplier random;
  private final Map<String, CircuitBreaker> breakers = new ConcurrentHashMap<>();

  /**
   * @param onThreads whether the engine runs as in production, and not in test mode
   */
  CircuitBreakers(
      boolean onThreads,
      CircuitBreakerSettings settings,
      InstantSource clock,
      DoubleSupplier random) {
    this.enabled = settings.use() == Use.ALWAYS || (settings.use() == Use.ON_THREADS && onThreads);
    this.settings = settings;
    this.clock = clock;
    this.random = random;
  }

  /** The circuit breaker that all segments of a subscription share. */
  CircuitBreaker of(String subscription) {
    return breakers.computeIfAbsent(
        subscription, name -> new CircuitBreaker(name, enabled, settings, clock, random));
  }
}

package dev.foliot.autoconfigure;

import dev.foliot.engine.EngineStatus;
import dev.foliot.handler.HandlerBean;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * Three gauges, each with the tag {@code subscription}: {@code foliot.subscription.lag}, positions
 * of the log between the subscription and the end of the log; {@code foliot.subscription.waiting},
 * keys that wait for the next attempt of a failed message; {@code foliot.subscription.parked}, keys
 * that wait for a person. Not a number while this node's engine does not run.
 */
final class EngineGauges implements MeterBinder {
  private final Supplier<List<HandlerBean>> subscriptions;
  private final Supplier<EngineStatus> engine;

  EngineGauges(Supplier<List<HandlerBean>> subscriptions, Supplier<EngineStatus> engine) {
    this.subscriptions = subscriptions;
    this.engine = engine;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    for (HandlerBean handler : subscriptions.get()) {
      String name = handler.name();
      gauge(registry, name, "lag", "positions", "Behind the log's end", SubscriptionTotals::lag);
      gauge(registry, name, "waiting", "keys", "Wait for a retry", SubscriptionTotals::waiting);
      gauge(registry, name, "parked", "keys", "Wait for a person", SubscriptionTotals::parked);
    }
  }

  private void gauge(
      MeterRegistry registry,
      String subscription,
      String what,
      String unit,
      String description,
      ToDoubleFunction<SubscriptionTotals> value) {
    Gauge.builder("foliot.subscription." + what, () -> read(subscription, value))
        .tag("subscription", subscription)
        .baseUnit(unit)
        .description(description)
        .register(registry);
  }

  private double read(String subscription, ToDoubleFunction<SubscriptionTotals> value) {
    SubscriptionTotals totals = SubscriptionTotals.of(engine.get()).get(subscription);
    return totals == null ? Double.NaN : value.applyAsDouble(totals);
  }
}

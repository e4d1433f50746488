package dev.foliot.autoconfigure.actuate;

import dev.foliot.handler.HandlerBean;
import dev.foliot.time.Background;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The age of the oldest message that each subscription has not handled yet, of all nodes. {@code
 * docs/observability.md} lists the gauge.
 */
final class StalenessGauges implements MeterBinder {
  private final Supplier<List<HandlerBean>> subscriptions;
  private final Supplier<Map<String, Duration>> staleness;
  private final Background background;

  /**
   * @param staleness reads it from the database, by subscription
   */
  StalenessGauges(
      Supplier<List<HandlerBean>> subscriptions,
      Supplier<Map<String, Duration>> staleness,
      Background background) {
    this.subscriptions = subscriptions;
    this.staleness = staleness;
    this.background = background;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    CountInBackground<Map<String, Duration>> ages =
        new CountInBackground<>(staleness, background, registry.config().clock()::monotonicTime);
    for (HandlerBean handler : subscriptions.get()) {
      Gauge.builder("foliot.subscription.staleness", () -> seconds(ages.latest(), handler.name()))
          .tag("subscription", handler.name())
          .baseUnit("seconds")
          .description("Age of the oldest message that is not handled yet")
          .register(registry);
    }
  }

  private static double seconds(@Nullable Map<String, Duration> latest, String subscription) {
    Duration age = latest == null ? null : latest.get(subscription);
    return age == null ? Double.NaN : age.toMillis() / 1_000.0;
  }
}

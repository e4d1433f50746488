package dev.foliot.autoconfigure;

import dev.foliot.handler.Delivery;
import dev.foliot.handler.DeliveryListener;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Locale;

/**
 * The timer {@code foliot.delivery}: one call of a handler, synchronous or by the engine. Its tags
 * are {@code subscription}, {@code kind} (event, projector, subscriber), {@code lane} (primary,
 * backfill) and {@code outcome} (handled, retry, parked, skipped, failed).
 */
final class MeasureDeliveries implements DeliveryListener {
  private final MeterProvider<Timer> timer;

  MeasureDeliveries(MeterRegistry registry) {
    timer =
        Timer.builder("foliot.delivery")
            .description("Calls of event handlers, projectors and subscribers")
            .withRegistry(registry);
  }

  @Override
  public void delivered(Delivery delivery) {
    timer
        .withTags(
            "subscription", delivery.subscription(),
            "kind", tag(delivery.kind()),
            "lane", tag(delivery.lane()),
            "outcome", tag(delivery.outcome()))
        .record(delivery.duration());
  }

  private static String tag(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}

package dev.foliot.autoconfigure.actuate;

import dev.foliot.message.MessageTypes;
import dev.foliot.outbox.Outbox;
import dev.foliot.outbox.OutboxReport;
import dev.foliot.time.Background;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.function.ToLongFunction;

/**
 * How many messages wait in the outbox, of all nodes, if the application publishes any. {@code
 * docs/observability.md} lists them.
 */
final class OutboxGauges implements MeterBinder {
  private final Outbox outbox;
  private final MessageTypes types;
  private final Background background;

  OutboxGauges(Outbox outbox, MessageTypes types, Background background) {
    this.outbox = outbox;
    this.types = types;
    this.background = background;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    if (!types.anyPublished()) {
      return;
    }
    CountInBackground<OutboxReport> counts =
        new CountInBackground<>(
            outbox::report, background, registry.config().clock()::monotonicTime);
    gauge(registry, counts, "pending", "Wait to be published", OutboxReport::pending);
    gauge(registry, counts, "blocked", "Wait behind a failed one", OutboxReport::blocked);
    gauge(registry, counts, "failed", "Wait for a person", OutboxReport::failed);
  }

  private static void gauge(
      MeterRegistry registry,
      CountInBackground<OutboxReport> counts,
      String name,
      String description,
      ToLongFunction<OutboxReport> value) {
    Gauge.builder("foliot.outbox." + name, () -> read(counts, value))
        .baseUnit("messages")
        .description(description)
        .register(registry);
  }

  private static double read(
      CountInBackground<OutboxReport> counts, ToLongFunction<OutboxReport> value) {
    OutboxReport latest = counts.latest();
    return latest == null ? Double.NaN : value.applyAsLong(latest);
  }
}

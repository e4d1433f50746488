package dev.foliot.autoconfigure;

import dev.foliot.message.MessageType;
import dev.foliot.message.MessageTypes;
import dev.foliot.outbox.Outbox;
import dev.foliot.outbox.OutboxStatus;
import dev.foliot.time.Background;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

/**
 * How many messages wait in the outbox, of all nodes, if the application publishes any. Nobody who
 * asks waits for the database: the numbers are those of the time before, and are read again in the
 * background, four times a minute at most. {@code docs/observability.md} lists them.
 */
final class OutboxGauges implements MeterBinder {
  private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(15);
  private static final int MOST = 10_000;

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
    if (types.all().stream().map(MessageType::publishTo).anyMatch(Objects::nonNull)) {
      gauge(registry, OutboxStatus.PENDING, "Wait to be published");
      gauge(registry, OutboxStatus.FAILED, "Wait for a person");
    }
  }

  private void gauge(MeterRegistry registry, OutboxStatus status, String description) {
    var count = new Count(status, registry.config().clock()::monotonicTime);
    Gauge.builder("foliot.outbox." + status.name().toLowerCase(Locale.ROOT), count::latest)
        .baseUnit("messages")
        .description(description)
        .register(registry);
  }

  private final class Count {
    private final OutboxStatus status;
    private final LongSupplier nanoTime;
    private final AtomicBoolean counting = new AtomicBoolean();
    private volatile double latest = Double.NaN;
    private volatile long due;

    Count(OutboxStatus status, LongSupplier nanoTime) {
      this.status = status;
      this.nanoTime = nanoTime;
      this.due = nanoTime.getAsLong();
    }

    double latest() {
      if (nanoTime.getAsLong() - due >= 0
          && counting.compareAndSet(false, true)
          && !background.run(this::count)) {
        counting.set(false);
      }
      return latest;
    }

    private void count() {
      try {
        latest = outbox.count(status, MOST);
      } catch (Throwable away) {
        latest = Double.NaN;
      } finally {
        due = nanoTime.getAsLong() + PAUSE_NANOS;
        counting.set(false);
      }
    }
  }
}

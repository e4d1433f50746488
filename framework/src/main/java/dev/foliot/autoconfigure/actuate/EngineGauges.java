package dev.foliot.autoconfigure.actuate;

import static dev.foliot.message.Lane.BACKFILL;
import static dev.foliot.message.Lane.PRIMARY;

import dev.foliot.engine.EngineStatus;
import dev.foliot.engine.SubscriptionStatus;
import dev.foliot.handler.HandlerBean;
import dev.foliot.message.Lane;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.function.ToDoubleBiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Gauges of this node's engine, read from memory at most once a second for all gauges. The gauges
 * of a subscription cover the segments that this node delivers, and are not a number while its
 * engine does not run. {@code docs/observability.md} lists them.
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
    var looks = new EngineLooks(engine, registry.config().clock()::monotonicTime);
    Gauge.builder("foliot.engine.working", () -> isWorking(looks.latest().status()) ? 1 : 0)
        .description("1 if this node's engine runs and can work, else 0")
        .register(registry);
    for (HandlerBean handler : subscriptions.get()) {
      var of = new OfSubscription(registry, looks, handler.name());
      of.gauge("segments", "segments", "Delivered by this node", (look, mine) -> mine.size());
      of.gauge("waiting", "keys", "Wait for a retry", (look, mine) -> waiting(mine));
      of.gauge("parked", "keys", "Wait for a person", (look, mine) -> parked(mine));
      of.gauge("circuit.open", null, "1 if all of its messages fail", (look, mine) -> open(mine));
      for (Lane lane : List.of(PRIMARY, BACKFILL)) {
        of.gauge(lane, "lag", "positions", "Behind the log's end", EngineLooks.Look::lag);
        of.gauge(lane, "delay", "seconds", "Since when it is behind", EngineLooks.Look::delay);
      }
    }
  }

  private static boolean isWorking(EngineStatus status) {
    return status.running() && status.leaseHeld() && status.problem() == null;
  }

  private static int waiting(List<SubscriptionStatus> segments) {
    return segments.stream().mapToInt(SubscriptionStatus::waiting).sum();
  }

  private static int parked(List<SubscriptionStatus> segments) {
    return segments.stream().mapToInt(SubscriptionStatus::parked).sum();
  }

  private static int open(List<SubscriptionStatus> segments) {
    return segments.stream().anyMatch(each -> each.circuit() != null) ? 1 : 0;
  }

  /** Reads a value of one lane, from the segments of a subscription that this node has. */
  @FunctionalInterface
  private interface OfLane {
    double read(EngineLooks.Look look, List<SubscriptionStatus> segments, Lane lane);
  }

  private record OfSubscription(MeterRegistry registry, EngineLooks looks, String name) {
    void gauge(
        String what,
        @Nullable String unit,
        String description,
        ToDoubleBiFunction<EngineLooks.Look, List<SubscriptionStatus>> value) {
      builder(what, unit, description, value).register(registry);
    }

    void gauge(Lane lane, String what, String unit, String description, OfLane value) {
      builder(what, unit, description, (look, segments) -> value.read(look, segments, lane))
          .tag("lane", lane.name().toLowerCase(Locale.ROOT))
          .register(registry);
    }

    private Gauge.Builder<Supplier<Number>> builder(
        String what,
        @Nullable String unit,
        String description,
        ToDoubleBiFunction<EngineLooks.Look, List<SubscriptionStatus>> value) {
      Supplier<Number> read = () -> read(value);
      return Gauge.builder("foliot.subscription." + what, read)
          .tag("subscription", name)
          .baseUnit(unit)
          .description(description);
    }

    private double read(ToDoubleBiFunction<EngineLooks.Look, List<SubscriptionStatus>> value) {
      EngineLooks.Look look = looks.latest();
      return look.status().running()
          ? value.applyAsDouble(look, look.segmentsOf(name))
          : Double.NaN;
    }
  }
}

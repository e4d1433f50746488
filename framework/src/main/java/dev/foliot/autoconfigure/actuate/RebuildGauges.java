package dev.foliot.autoconfigure.actuate;

import dev.foliot.rebuild.RebuildReport;
import dev.foliot.rebuild.Rebuilds;
import dev.foliot.time.Background;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * How far the active rebuild of each projection is, on all nodes. {@code docs/observability.md}
 * lists the gauges.
 */
final class RebuildGauges implements MeterBinder {
  private final Supplier<? extends Collection<String>> projections;
  private final Rebuilds rebuilds;
  private final Background background;

  /**
   * @param projections the class names of the projections
   */
  RebuildGauges(
      Supplier<? extends Collection<String>> projections,
      Rebuilds rebuilds,
      Background background) {
    this.projections = projections;
    this.rebuilds = rebuilds;
    this.background = background;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    CountInBackground<List<RebuildReport>> reports =
        new CountInBackground<>(
            rebuilds::list, background, registry.config().clock()::monotonicTime);
    for (String projection : projections.get()) {
      gauge(registry, reports, projection, "remaining", "positions", each -> remaining(each));
      gauge(registry, reports, projection, "handled", "messages", RebuildReport::handled);
      gauge(registry, reports, projection, "rate", "messages/s", RebuildReport::perSecond);
      gauge(registry, reports, projection, "time.left", "seconds", each -> timeLeft(each));
    }
  }

  private static double remaining(RebuildReport report) {
    return Math.max(0, report.end() - report.position());
  }

  /** NaN while it is not known. */
  private static double timeLeft(RebuildReport report) {
    Duration left = report.timeLeft();
    return left == null ? Double.NaN : left.toSeconds();
  }

  private static void gauge(
      MeterRegistry registry,
      CountInBackground<List<RebuildReport>> reports,
      String projection,
      String name,
      String unit,
      ToDoubleFunction<RebuildReport> value) {
    Gauge.builder("foliot.rebuild." + name, () -> read(reports, projection, value))
        .tag("projection", projection)
        .baseUnit(unit)
        .description("Of the active rebuild of the projection")
        .register(registry);
  }

  /** NaN while nothing is known, and while the projection is not being rebuilt. */
  private static double read(
      CountInBackground<List<RebuildReport>> reports,
      String projection,
      ToDoubleFunction<RebuildReport> value) {
    List<RebuildReport> latest = reports.latest();
    return latest == null
        ? Double.NaN
        : latest.stream()
            .filter(each -> each.projection().equals(projection) && each.status().isActive())
            .mapToDouble(value)
            .findFirst()
            .orElse(Double.NaN);
  }
}

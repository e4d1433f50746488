package dev.foliot.autoconfigure.actuate;

import dev.foliot.time.Background;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Collection;
import java.util.Map;
import java.util.function.Supplier;

/**
 * How many instances are stuck, of each process manager that declares a time. {@code
 * docs/observability.md} lists the gauge.
 */
final class ProcessGauges implements MeterBinder {
  private final Supplier<? extends Collection<String>> watched;
  private final Supplier<Map<String, Long>> stuck;
  private final Background background;

  /**
   * @param watched the process managers that declare a time
   * @param stuck counts their stuck instances
   */
  ProcessGauges(
      Supplier<? extends Collection<String>> watched,
      Supplier<Map<String, Long>> stuck,
      Background background) {
    this.watched = watched;
    this.stuck = stuck;
    this.background = background;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    CountInBackground<Map<String, Long>> counts =
        new CountInBackground<>(stuck, background, registry.config().clock()::monotonicTime);
    for (String process : watched.get()) {
      Gauge.builder("foliot.process.stuck", () -> read(counts, process))
          .tag("process", process)
          .baseUnit("instances")
          .description("Wait for nothing, and have not ended")
          .register(registry);
    }
  }

  private static double read(CountInBackground<Map<String, Long>> counts, String process) {
    Map<String, Long> latest = counts.latest();
    return latest == null ? Double.NaN : latest.getOrDefault(process, 0L);
  }
}

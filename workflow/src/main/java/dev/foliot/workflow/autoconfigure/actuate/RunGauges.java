package dev.foliot.workflow.autoconfigure.actuate;

import dev.foliot.autoconfigure.actuate.CountInBackground;
import dev.foliot.time.Background;
import dev.foliot.workflow.RunStatus;
import dev.foliot.workflow.run.CountRuns;
import dev.foliot.workflow.run.CountRuns.Count;
import dev.foliot.workflow.run.CountRuns.Problems;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The number of open runs, and of runs that need a person, of all nodes. {@code docs/operations.md}
 * lists the gauges.
 */
final class RunGauges implements MeterBinder {
  private final CountRuns runs;
  private final Background background;

  RunGauges(CountRuns runs, Background background) {
    this.runs = runs;
    this.background = background;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    CountInBackground<List<Count>> counts =
        new CountInBackground<>(runs::open, background, registry.config().clock()::monotonicTime);
    for (String workflow : runs.workflows()) {
      Stream.of(RunStatus.values())
          .filter(status -> !status.isEnded())
          .forEach(status -> gauge(registry, counts, workflow, status));
    }
    CountInBackground<Problems> problems =
        new CountInBackground<>(
            runs::problems, background, registry.config().clock()::monotonicTime);
    Gauge.builder("foliot.workflow.failed", () -> number(problems.latest(), Problems::failed))
        .baseUnit("runs")
        .description("Have failed, and are kept until their retention is over")
        .register(registry);
    Gauge.builder("foliot.workflow.stuck", () -> number(problems.latest(), Problems::stuck))
        .baseUnit("runs")
        .description("Have been due for five minutes, and no node claims them")
        .register(registry);
    Gauge.builder("foliot.workflow.without.code", () -> sum(counts, count -> !count.hasCode()))
        .baseUnit("runs")
        .description("Have not ended, and this node has no code for them")
        .register(registry);
  }

  private static double number(@Nullable Problems latest, ToLongFunction<Problems> number) {
    return latest == null ? Double.NaN : number.applyAsLong(latest);
  }

  private static void gauge(
      MeterRegistry registry,
      CountInBackground<List<Count>> counts,
      String workflow,
      RunStatus status) {
    Gauge.builder(
            "foliot.workflow.runs",
            () ->
                sum(counts, count -> count.workflow().equals(workflow) && count.status() == status))
        .tag("workflow", workflow)
        .tag("status", status.name().toLowerCase(Locale.ROOT))
        .baseUnit("runs")
        .description("Have not ended")
        .register(registry);
  }

  private static double sum(CountInBackground<List<Count>> counts, Predicate<Count> wanted) {
    List<Count> latest = counts.latest();
    return latest == null
        ? Double.NaN
        : latest.stream().filter(wanted).mapToLong(Count::number).sum();
  }
}

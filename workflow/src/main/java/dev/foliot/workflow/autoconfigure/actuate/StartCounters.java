package dev.foliot.workflow.autoconfigure.actuate;

import dev.foliot.autoconfigure.actuate.CountInBackground;
import dev.foliot.time.Background;
import dev.foliot.workflow.run.CountRuns;
import dev.foliot.workflow.run.CountStarts;
import dev.foliot.workflow.run.CountStarts.Outcome;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Map;

/**
 * The decisions of flow control about starts, and the number of queued runs. {@code
 * docs/operations.md} lists the meters.
 */
final class StartCounters implements MeterBinder {
  private final CountStarts starts;
  private final CountRuns runs;
  private final Background background;

  StartCounters(CountStarts starts, CountRuns runs, Background background) {
    this.starts = starts;
    this.runs = runs;
    this.background = background;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    CountInBackground<Map<String, Long>> queued =
        new CountInBackground<>(runs::queued, background, registry.config().clock()::monotonicTime);
    for (Outcome outcome : starts.outcomes()) {
      FunctionCounter.builder("foliot.workflow.starts", outcome, starts::of)
          .tag("workflow", outcome.workflow())
          .tag("outcome", outcome.outcome())
          .baseUnit("starts")
          .description("Were admitted by flow control, or not admitted by this policy")
          .register(registry);
    }
    starts.outcomes().stream()
        .map(Outcome::workflow)
        .distinct()
        .forEach(
            workflow ->
                Gauge.builder("foliot.workflow.queued", () -> of(queued, workflow))
                    .tag("workflow", workflow)
                    .baseUnit("runs")
                    .description("Wait for a place or a turn")
                    .register(registry));
  }

  private static double of(CountInBackground<Map<String, Long>> counts, String workflow) {
    Map<String, Long> latest = counts.latest();
    return latest == null ? Double.NaN : latest.getOrDefault(workflow, 0L);
  }
}

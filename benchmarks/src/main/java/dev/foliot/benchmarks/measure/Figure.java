package dev.foliot.benchmarks.measure;

import java.util.function.ToDoubleFunction;

/**
 * What of a sample a workload is about.
 *
 * @param label what the report calls it
 * @param value how it is read
 */
public record Figure(String label, ToDoubleFunction<Sample> value) {
  /** More is better. */
  public static final Figure OPERATIONS_PER_SECOND = new Figure("operations/s", Sample::perSecond);

  /** Less is better. */
  public static final Figure P50 = new Figure("p50", sample -> sample.latencyMillis(50));

  /** Less is better. */
  public static final Figure P99 = new Figure("p99", sample -> sample.latencyMillis(99));

  double of(Sample sample) {
    return value.applyAsDouble(sample);
  }
}

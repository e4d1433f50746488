package dev.foliot.benchmarks.measure;

import java.util.function.ToDoubleFunction;

/**
 * What of a sample a workload is about.
 *
 * @param label what the report calls it
 * @param value how it is read
 * @param flat what becomes flat when the workload is warm
 */
public record Figure(String label, ToDoubleFunction<Sample> value, ToDoubleFunction<Sample> flat) {
  /** More is better. */
  public static final Figure OPERATIONS_PER_SECOND =
      new Figure("operations/s", Sample::perSecond, Sample::perSecond);

  /** Less is better. */
  public static final Figure P50 = new Figure("p50", Figure::median, Figure::median);

  /** Less is better. The slowest operations of a turn are few, so they never become flat. */
  public static final Figure P99 =
      new Figure("p99", sample -> sample.latencyMillis(99), Figure::median);

  private static double median(Sample sample) {
    return sample.latencyMillis(50);
  }

  double of(Sample sample) {
    return value.applyAsDouble(sample);
  }

  double steady(Sample sample) {
    return flat.applyAsDouble(sample);
  }
}

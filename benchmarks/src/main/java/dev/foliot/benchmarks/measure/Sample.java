package dev.foliot.benchmarks.measure;

import java.time.Duration;
import org.HdrHistogram.Histogram;

/**
 * What one round of one contender took.
 *
 * @param operations how many were done
 * @param wall how long it took
 * @param process CPU time of this JVM, of all its threads
 * @param server CPU time of the database server's processes; zero where the database is in this JVM
 * @param latencies of single operations, in nanoseconds; empty where they were not taken
 */
public record Sample(
    long operations, Duration wall, Duration process, Duration server, Histogram latencies) {

  /** Operations a second of wall time. */
  public double perSecond() {
    return operations * 1e9 / wall.toNanos();
  }

  /** CPU time of this JVM for one operation, in microseconds. */
  public double processMicros() {
    return process.toNanos() / 1e3 / operations;
  }

  /** CPU time of the server for one operation, in microseconds; NaN if it has none. */
  public double serverMicros() {
    return server.isZero() ? Double.NaN : server.toNanos() / 1e3 / operations;
  }

  /** A percentile of the latencies, in milliseconds; NaN where they were not taken. */
  public double latencyMillis(double percentile) {
    return latencies.getTotalCount() == 0
        ? Double.NaN
        : latencies.getValueAtPercentile(percentile) / 1e6;
  }
}

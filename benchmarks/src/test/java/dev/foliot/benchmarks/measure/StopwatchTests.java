package dev.foliot.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class StopwatchTests {
  private final AtomicLong wall = new AtomicLong(1_000);
  private final AtomicLong process = new AtomicLong(2_000);
  private final AtomicLong server = new AtomicLong(3_000);

  private final Stopwatch stopwatch =
      Stopwatch.start(wall::get, process::get, () -> Duration.ofNanos(server.get()));

  @Test
  void takesWhatPassedSinceTheStart() {
    wall.addAndGet(4_000_000);
    process.addAndGet(6_000_000);
    server.addAndGet(8_000_000);

    Sample sample = stopwatch.stop(2);

    assertThat(sample.perSecond()).isEqualTo(500);
    assertThat(sample.processMicros()).isEqualTo(3_000);
    assertThat(sample.serverMicros()).isEqualTo(4_000);
    assertThat(sample.latencyMillis(99)).isNaN();
  }

  @Test
  void keepsLatenciesApartFromTime() {
    Histogram latencies = Stopwatch.noLatencies();
    for (int i = 0; i < 99; i++) {
      latencies.recordValue(1_000_000);
    }
    latencies.recordValue(50_000_000);
    wall.addAndGet(1);

    Sample sample = stopwatch.stop(100, latencies);

    assertThat(sample.latencyMillis(50)).isBetween(0.999, 1.001);
    assertThat(sample.latencyMillis(99.5)).isBetween(49.9, 50.1);
  }
}

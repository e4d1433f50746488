package dev.foliot.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Rates of counters that are read now and then. */
class ThroughputTests {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private final Throughput throughput = new Throughput();

  private Map<String, Double> read(double second, long counter) {
    return throughput.perSecond(
        START.plusMillis((long) (second * 1000)), Map.of("orders", counter));
  }

  @Test
  void firstReadingHasNoRate() {
    assertThat(read(0, 100)).isEmpty();
    assertThat(read(0, 200)).as("at the same instant").isEmpty();
  }

  @Test
  void comparesWithTheOldestOfTheLastMinute() {
    read(0, 0);
    read(30, 30);

    assertThat(read(50, 100)).containsEntry("orders", 2.0);
    assertThat(read(80, 130)).as("the first reading is too old").containsEntry("orders", 2.0);
    assertThat(read(500, 1_000)).as("all are too old").isEmpty();
  }

  @Test
  void counterThatBeganAnewHasNoRate() {
    read(0, 100);

    assertThat(read(10, 5)).isEmpty();
  }

  @Test
  void clockThatSteppedBackGivesNoRate() {
    read(10, 100);

    assertThat(read(5, 200)).isEmpty();
  }

  @Test
  void readingsInQuickSuccessionDoNotPileUp() {
    for (int i = 0; i < 1_000; i++) {
      read(i / 1_000.0, i);
    }

    assertThat(read(10, 1_000)).containsEntry("orders", 100.0);
  }
}

package dev.foliot.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;

import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class SightingsTests {

  @Test
  void takesTheTimeUntilEachIsSeen() {
    Sightings sightings = new Sightings(2);
    sightings.done(0, 1_000);
    sightings.seen(1_500);
    sightings.done(1, 2_000);
    sightings.seen(2_100);

    Histogram latencies = sightings.await();

    assertThat(latencies.getTotalCount()).isEqualTo(2);
    assertThat(latencies.getMinValue()).isEqualTo(100);
    assertThat(latencies.getMaxValue()).isEqualTo(500);
  }

  @Test
  void takesNoTimeForWhatIsSeenBeforeItIsDone() {
    Sightings sightings = new Sightings(1);
    sightings.seen(1_000);
    sightings.done(0, 2_000);

    assertThat(sightings.await().getMaxValue()).isZero();
  }
}

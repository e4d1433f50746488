package dev.foliot.rebuild;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PauseBetweenBatchesTests {
  private final PauseBetweenBatches pause = new PauseBetweenBatches(20);

  @Test
  void isOtherPartOfTheTime() {
    assertThat(pause.after(Duration.ofMillis(10))).isEqualTo(Duration.ofMillis(40));
  }

  @Test
  void isNoneAtFullLoad() {
    assertThat(new PauseBetweenBatches(100).after(Duration.ofMillis(10))).isZero();
  }

  @Test
  void isNotLongerBecauseLiveWorkSlowsABatch() {
    pause.after(Duration.ofMillis(10));

    assertThat(pause.after(Duration.ofMillis(70))).isEqualTo(Duration.ofMillis(40));
  }

  @Test
  void isLongerWhenAllBatchesTakeLonger() {
    pause.after(Duration.ofMillis(10));

    Duration last = Duration.ZERO;
    for (int i = 0; i < 20; i++) {
      last = pause.after(Duration.ofMillis(70));
    }

    assertThat(last).isEqualTo(Duration.ofMillis(280));
  }
}

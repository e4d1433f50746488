package dev.foliot.rebuild;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PauseBetweenBatchesTests {
  private static final int FULL = 500;

  private final PauseBetweenBatches pause = new PauseBetweenBatches(20, FULL);

  private Duration after(int millis, int handled) {
    return pause.after(Duration.ofMillis(millis), handled);
  }

  @Test
  void isOtherPartOfTheTime() {
    assertThat(after(10, FULL)).isEqualTo(Duration.ofMillis(40));
  }

  @Test
  void isNoneAtFullLoad() {
    assertThat(new PauseBetweenBatches(100, FULL).after(Duration.ofMillis(10), FULL)).isZero();
  }

  @Test
  void isNotLongerBecauseLiveWorkSlowsABatch() {
    after(10, FULL);

    assertThat(after(70, FULL)).isEqualTo(Duration.ofMillis(40));
  }

  @Test
  void isLongerWhenAllBatchesTakeLonger() {
    after(10, FULL);

    Duration last = Duration.ZERO;
    for (int i = 0; i < 20; i++) {
      last = after(70, FULL);
    }

    assertThat(last).isEqualTo(Duration.ofMillis(280));
  }

  @Test
  void isNotShorterAfterAShortBatch() {
    after(1, 3);

    assertThat(after(100, FULL)).isEqualTo(Duration.ofMillis(400));
    assertThat(after(1, 3)).isEqualTo(Duration.ofMillis(4));
    assertThat(after(100, FULL)).isEqualTo(Duration.ofMillis(400));
  }

  @Test
  void isInProportionToTheMessages() {
    after(100, FULL);

    assertThat(after(100, FULL / 5)).isEqualTo(Duration.ofMillis(80));
  }

  @Test
  void isThatOfSomeMessagesIfNoneIsFound() {
    after(100, FULL);

    assertThat(after(100, 0)).isEqualTo(Duration.ofMillis(40));
  }

  @Test
  void isNotAsLongAsTheClockWasSetForward() {
    assertThat(after(3_600_000, FULL)).isEqualTo(Duration.ofMinutes(4));
    assertThat(after(10, FULL)).isEqualTo(Duration.ofMillis(40));
  }

  @Test
  void isNotLostBecauseTheClockWasSetBack() {
    assertThat(after(-3_600_000, FULL)).isZero();
    assertThat(after(10, FULL)).isEqualTo(Duration.ofMillis(40));
  }
}

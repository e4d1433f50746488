package dev.foliot.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PaceTests {

  @Test
  void beginsEachOperationWhenItIsDue() {
    List<Long> due = new ArrayList<>();
    List<Long> begun = new ArrayList<>();

    new Pace(1_000, Duration.ofMillis(5))
        .run(
            (number, instant) -> {
              due.add(instant);
              begun.add(System.nanoTime());
            });

    assertThat(due).hasSize(5);
    for (int i = 0; i < 5; i++) {
      assertThat(due.get(i)).isEqualTo(due.get(0) + i * 1_000_000L);
      assertThat(begun.get(i)).isGreaterThanOrEqualTo(due.get(i));
    }
  }

  @Test
  void lastsItsTimeWithoutOperations() {
    long start = System.nanoTime();

    new Pace(0, Duration.ofMillis(2)).run((number, due) -> {});

    assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(2_000_000);
  }

  @Test
  void failsWithTheOperation() {
    Pace pace = new Pace(1_000, Duration.ofMillis(1));

    assertThatThrownBy(
            () ->
                pace.run(
                    (number, due) -> {
                      throw new IllegalArgumentException("broken");
                    }))
        .hasMessage("A turn failed")
        .hasRootCauseMessage("broken");
  }
}

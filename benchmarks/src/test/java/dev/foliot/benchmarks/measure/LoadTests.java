package dev.foliot.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

class LoadTests {
  private static final Duration LONG = Duration.ofMinutes(1);

  @Test
  void endsWhenEachThreadHasDoneItsShare() {
    Map<Integer, Integer> done = new ConcurrentHashMap<>();

    Sample sample =
        new Load(3, LONG, 7)
            .run(() -> Duration.ZERO, (thread, random) -> done.merge(thread, 1, Integer::sum));

    assertThat(done).isEqualTo(Map.of(0, 7, 1, 7, 2, 7));
    assertThat(sample.operations()).isEqualTo(21);
    assertThat(sample.latencies().getTotalCount()).isEqualTo(21);
  }

  @Test
  void endsWhenTheTimeIsUp() {
    Sample sample =
        Load.lasting(2, Duration.ofMillis(1)).run(() -> Duration.ZERO, (thread, random) -> {});

    assertThat(sample.wall()).isBetween(Duration.ofMillis(1), LONG);
  }

  @Test
  void endsWhenSomethingElseIsOver() {
    try (Until over = Until.over(() -> true, Duration.ofMillis(1))) {
      Sample sample =
          Load.lasting(2, LONG).run(() -> Duration.ZERO, (thread, random) -> over.await(), over);

      assertThat(sample.operations()).isEqualTo(2);
    }
  }

  @Test
  void doesAtLeastOneOperationOfEachThread() {
    Sample sample = Load.lasting(3, Duration.ZERO).run(() -> Duration.ZERO, (thread, random) -> {});

    assertThat(sample.operations()).isEqualTo(3);
  }

  @Test
  void failsWithTheOperation() {
    Load load = new Load(1, LONG, 1);

    assertThatThrownBy(
            () ->
                load.run(
                    () -> Duration.ZERO,
                    (thread, random) -> {
                      throw new IllegalArgumentException("broken");
                    }))
        .hasMessage("A turn failed")
        .hasRootCauseMessage("broken");
  }
}

package dev.foliot.unitofwork;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.unitofwork.PositionRuns.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PositionRunsTests {
  private static PositionRuns each(long... positions) {
    return PositionRuns.of(LongStream.of(positions).mapToObj(each -> new Run(each, each)).toList());
  }

  @Test
  void neighboursBecomeOneRun() {
    assertThat(each(7, 3, 4, 5, 9).runs())
        .containsExactly(new Run(3, 5), new Run(7, 7), new Run(9, 9));
  }

  @Test
  void overlappingRunsBecomeOne() {
    assertThat(PositionRuns.of(List.of(new Run(1, 9), new Run(3, 4), new Run(8, 12))).runs())
        .containsExactly(new Run(1, 12));
  }

  @Test
  void twoHaveThePositionsOfBoth() {
    assertThat(each(1, 5).and(each(6, 9))).isEqualTo(each(1, 5, 6, 9));
    assertThat(each(1).and(PositionRuns.NONE)).isEqualTo(each(1));
    assertThat(PositionRuns.NONE.last()).isZero();
    assertThat(each(1, 5).last()).isEqualTo(5);
  }

  @Test
  void nearestRunsBecomeOneWhereThereAreTooMany() {
    List<Run> far = new ArrayList<>();
    for (int i = 1; i <= PositionRuns.MAX_RUNS - 1; i++) {
      far.add(new Run(i * 1_000L, i * 1_000L));
    }
    far.add(new Run(100_000, 100_000));
    assertThat(PositionRuns.of(far).runs()).hasSize(PositionRuns.MAX_RUNS);

    far.add(new Run(100_010, 100_010));

    assertThat(PositionRuns.of(far).runs())
        .hasSize(PositionRuns.MAX_RUNS)
        .contains(new Run(100_000, 100_010))
        .contains(new Run(1_000, 1_000));
  }

  @Test
  void neverLosesAPosition() {
    Random random = new Random(16);
    for (int round = 0; round < 200; round++) {
      TreeSet<Long> positions = new TreeSet<>();
      for (int i = random.nextInt(100); i >= 0; i--) {
        positions.add(1L + random.nextInt(50_000));
      }
      PositionRuns runs = each(positions.stream().mapToLong(Long::longValue).toArray());

      assertThat(runs.runs()).hasSizeLessThanOrEqualTo(PositionRuns.MAX_RUNS);
      assertThat(positions)
          .allMatch(
              each ->
                  runs.runs().stream().anyMatch(run -> run.first() <= each && each <= run.last()));
    }
  }

  @Test
  void coversTheLastPositionsOnly() {
    assertThat(PositionRuns.of(List.of(new Run(1, 1), new Run(1_000, 1_000_000))).runs())
        .containsExactly(new Run(900_001, 1_000_000));
  }
}

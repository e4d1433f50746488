package dev.foliot.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ComparisonTests {
  private final List<String> turns = new ArrayList<>();

  @Test
  void letsContendersTakeTurns() {
    compare(new WarmUp(1, 1), 2, contender("A", 1, 1, 1), contender("B", 1, 1, 1));

    assertThat(turns)
        .containsExactly(
            "prepare A",
            "A",
            "prepare B",
            "B",
            "prepare A",
            "A",
            "prepare B",
            "B",
            "prepare A",
            "A",
            "prepare B",
            "B");
  }

  @Test
  void takesRatiosWithinEachRound() {
    Comparison comparison =
        compare(WarmUp.NONE, 3, contender("A", 100, 10, 1_000), contender("B", 50, 20, 600));

    assertThat(comparison.medianRatio("B")).isEqualTo(0.6);
    assertThat(comparison.lowestRatio("B")).isEqualTo(0.5);
    assertThat(comparison.highestRatio("B")).isEqualTo(2);
    assertThat(comparison.medianRatio("A")).isEqualTo(1);
  }

  @Test
  void takesMediansOfEachContender() {
    Comparison comparison = compare(WarmUp.NONE, 3, contender("A", 100, 10, 1_000));

    assertThat(comparison.median("A", Sample::perSecond)).isEqualTo(100);
  }

  @Test
  void halvesTheMiddleOfEvenRounds() {
    Comparison comparison = compare(WarmUp.NONE, 4, contender("A", 10, 40, 20, 30));

    assertThat(comparison.median("A", Sample::perSecond)).isEqualTo(25);
  }

  @Test
  void ignoresWarmUps() {
    Comparison comparison = compare(new WarmUp(2, 2), 1, contender("A", 1_000, 1_000, 10));

    assertThat(comparison.median("A", Sample::perSecond)).isEqualTo(10);
  }

  @Test
  void warmsUpUntilNoContenderBecomesFaster() {
    Comparison comparison =
        compare(
            new WarmUp(1, 10),
            1,
            contender("A", 10, 50, 100, 101, 140, 7),
            contender("B", 10, 20, 50, 98, 100, 8));

    assertThat(comparison.warmUp("A")).isEqualTo("5");
    assertThat(comparison.warmUp("B")).isEqualTo("5");
    assertThat(comparison.median("A", Sample::perSecond)).isEqualTo(7);
    assertThat(comparison.median("B", Sample::perSecond)).isEqualTo(8);
  }

  @Test
  void comparesWindowsOfSeveralRounds() {
    Comparison comparison =
        compare(new WarmUp(2, 10), 1, contender("A", 10, 10, 80, 120, 98, 102, 7));

    assertThat(comparison.warmUp("A")).isEqualTo("6");
  }

  @Test
  void tellsWhenTheFiguresDidNotBecomeFlat() {
    Comparison comparison =
        compare(new WarmUp(1, 3), 1, contender("A", 10, 20, 30, 7), contender("B", 10, 20, 20, 7));

    assertThat(comparison.warmUp("A")).isEqualTo("3, not flat");
    assertThat(comparison.warmUp("B")).isEqualTo("3");
  }

  @Test
  void comparesByTheFigureItWasGiven() {
    Comparison comparison =
        Comparison.of("W", "H2", Figure.P99)
            .run(List.of(contender("A", 1_000), contender("B", 500)), WarmUp.NONE, 1);

    assertThat(comparison.medianRatio("B")).isBetween(1.99, 2.01);
  }

  @Test
  void refusesWhoTookNoTurn() {
    Comparison comparison = compare(WarmUp.NONE, 1, contender("A", 1));

    assertThatThrownBy(() -> comparison.medianRatio("C"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("C took no turn in W: expected one of [A]");
  }

  private static Comparison compare(WarmUp warmUp, int rounds, Contender... contenders) {
    return Comparison.of("W", "H2", Figure.OPERATIONS_PER_SECOND)
        .run(List.of(contenders), warmUp, rounds);
  }

  /** One with so many operations a second in each turn, each operation as long as that allows. */
  private Contender contender(String name, int... perSecond) {
    return new Contender() {
      private int next;

      @Override
      public String name() {
        return name;
      }

      @Override
      public void prepare() {
        turns.add("prepare " + name);
      }

      @Override
      public Sample turn() {
        turns.add(name);
        int operations = perSecond[next++];
        var latencies = Stopwatch.noLatencies();
        latencies.recordValue(1_000_000_000 / operations);
        return new Sample(
            operations, Duration.ofSeconds(1), Duration.ZERO, Duration.ZERO, latencies);
      }

      @Override
      public void close() {}
    };
  }
}

package dev.foliot.test;

import static dev.foliot.test.FoliotAssertions.*;

import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The parts of a simulation that need no application. */
class SimulationPartsTests {

  @Test
  void aPreparedSimulationThatDoesNotRunFailsItsTest() {
    OpenSimulations open = new OpenSimulations();
    open.prepared();

    assertThatThrownBy(() -> open.end(true))
        .hasMessageContaining("A Simulation was prepared with run(scenario), but nothing has run")
        .hasMessageContaining("thenAlways(assertion) or thenAlwaysTheSame()");
    assertThatCode(() -> open.end(true)).doesNotThrowAnyException();
  }

  @Test
  void aFailedTestLeavesNoSimulationToTheNextOne() {
    OpenSimulations open = new OpenSimulations();
    open.prepared();

    open.end(false);

    assertThatCode(() -> open.end(true)).doesNotThrowAnyException();
  }

  @Test
  void twoSeedsForEachCommitCrashBeforeAndAfterIt() {
    Crashes crashes = Simulation.atEveryCommit();

    assertThat(crashes.surely(1, 3)).isEqualTo(1);
    assertThat(crashes.surely(2, 3)).isEqualTo(1);
    assertThat(crashes.surely(5, 3)).isEqualTo(3);
    assertThat(crashes.surely(6, 3)).isEqualTo(3);
    assertThat(crashes.surely(7, 3)).isEqualTo(1);
    assertThat(Simulation.never().surely(5, 3)).isZero();
    assertThat(Simulation.atCommit(7).surely(5, 3)).isEqualTo(7);
  }

  @Test
  void countsCommitsFromOne() {
    assertThatThrownBy(() -> Simulation.atCommit(0))
        .hasMessage("A commit number must be at least 1, not 0");
  }

  @Test
  void aTraceHasNeitherIdsNorInstants() {
    TestClock clock = new TestClock();
    SimulationTrace trace = new SimulationTrace(clock);
    clock.advance(Duration.ofMillis(5));

    trace.note("node-1", "0198c1a0-5f3a-7aaa-8bbb-0123456789ab at 2026-01-01T12:00:00.123Z");

    assertThat(trace.toString()).contains("1  5         node-1  <id> at <instant>");
  }

  @Test
  void aLongTraceKeepsItsEnd() {
    SimulationTrace trace = new SimulationTrace(new TestClock());
    for (int i = 1; i <= 450; i++) {
      trace.note("node-1", "step " + i);
    }

    assertThat(trace.toString())
        .startsWith("(the first 50 lines are left out)")
        .contains("step 51")
        .doesNotContain("step 50\n")
        .contains("step 450");
  }

  private static SimulationSettings overridden(@Nullable String seed, String seeds) {
    try {
      System.setProperty(SimulationSettings.SEEDS, seeds);
      if (seed != null) {
        System.setProperty(SimulationSettings.SEED, seed);
      }
      return new SimulationSettings(1, 100, 3, Simulation.never(), Set.of(), false, null)
          .overridden();
    } finally {
      System.clearProperty(SimulationSettings.SEED);
      System.clearProperty(SimulationSettings.SEEDS);
    }
  }

  @Test
  void aPropertyRunsOneSeedOrMore() {
    assertThat(overridden(null, "5000").seeds()).isEqualTo(5000);
    assertThat(overridden("42", "5000").firstSeed()).isEqualTo(42);
    assertThat(overridden("42", "5000").seeds()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"17.", "seventeen", "", "99999999999999999999"})
  void refusesASeedThatIsNoNumber(String seed) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> overridden(seed, "5"))
        .withMessageStartingWith(
            "The system property foliot.simulation.seed is \"%s\". Give it a whole number", seed);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e4", "0", "-1", "2147483648"})
  void refusesANumberOfSeedsThatRunsNone(String seeds) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> overridden(null, seeds))
        .withMessage(
            "The system property foliot.simulation.seeds is \"%s\". Give it a whole number from 1 to 2147483647, or leave it out.",
            seeds);
  }
}

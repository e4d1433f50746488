package dev.foliot.test.bank;

import static dev.foliot.test.FoliotAssertions.*;

import dev.foliot.test.EngineTest;
import dev.foliot.test.Fault;
import dev.foliot.test.SimulatedApplication;
import dev.foliot.test.Simulation;
import dev.foliot.test.bank.Bank.Deposit;
import dev.foliot.test.bank.Bank.Open;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** A simulation finds what is wrong with an application, and repeats what it found. */
@EngineTest(properties = "foliot.engine.subscriptions.branch.segments=3")
class SimulationIntegrationTests {
  private static final Pattern SEED = Pattern.compile("\\ASeed (\\d+) ");

  @Autowired ApplicationContext application;
  @Autowired BankTables tables;
  @Autowired Mistakes mistakes;

  @BeforeEach
  void makeNoMistake() {
    mistakes.make(Mistake.NONE);
  }

  @ParameterizedTest
  @EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
  void findsTheMistake(Mistake mistake) {
    mistakes.make(mistake);

    AssertionError found = failureOf(simulation().seeds(200));

    assertThat(found)
        .hasMessageFindingMatch(SEED.pattern())
        .hasMessageContaining("Repeat it with .seed(" + seedOf(found) + ")");
  }

  @ParameterizedTest
  @EnumSource(names = {"COUNTS_IN_MEMORY", "COMMITS_APART"})
  void theSeedRepeatsExactlyTheSameRun(Mistake mistake) {
    mistakes.make(mistake);
    AssertionError found = failureOf(simulation().seeds(200));

    AssertionError again = failureOf(simulation().seed(seedOf(found)));

    assertThat(again).hasMessage(found.getMessage());
  }

  @Test
  void theSeedRepeatsTheRunHoweverManyMessagesCameBefore() {
    mistakes.make(Mistake.COMMITS_APART);
    AssertionError found = failureOf(simulation().seeds(200));
    tables.skipPositionsOfLog(50_000);

    AssertionError again = failureOf(simulation().seed(seedOf(found)));

    assertThat(again).hasMessage(found.getMessage());
  }

  // The 133rd lets a node hand over several segments in one step
  @Test
  void theSeedRepeatsTheRunOfANodeThatHandsOver() {
    String first = traceOf(133);

    for (int again = 0; again < 5; again++) {
      assertThat(traceOf(133)).isEqualTo(first);
    }
  }

  private String traceOf(long seed) {
    int[] ends = {0};
    return catchThrowableOfType(
            AssertionError.class,
            () ->
                simulation()
                    .seed(seed)
                    .run(this::scenario)
                    .thenAlways(domain -> assertThat(ends[0]++).isZero()))
        .getMessage();
  }

  @Test
  void aRightApplicationPasses() {
    simulation().seeds(20).run(this::scenario).thenAlwaysTheSame();
  }

  @Test
  void theAssertionIsMadeOfEachSeed() {
    int[] made = {0};

    simulation().seeds(5).run(this::scenario).thenAlways(domain -> made[0]++);

    assertThat(made[0]).isEqualTo(1 + 5);
  }

  @Test
  void anAssertionThatFailsIsToldWithItsSeed() {
    assertThatThrownBy(
            () ->
                simulation()
                    .seeds(5)
                    .run(this::scenario)
                    .thenAlways(domain -> assertThat(tables.amount("balance a1")).isEqualTo(1)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("Seed 0 ended in a state that was not expected")
        .hasMessageContaining("This is the run without faults");
  }

  @Test
  void aScenarioThatFailsIsToldWithItsTrace() {
    assertThatThrownBy(
            () ->
                simulation()
                    .run(bank -> bank.process(new Deposit("nobody", 1)))
                    .thenAlwaysTheSame())
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("Seed 0 stopped in the scenario")
        .hasMessageContaining("Deposit[account=nobody, amount=1]");
  }

  @Test
  void aTimeBeyondTheCalendarIsRefused() {
    Duration ever = Duration.ofSeconds(Long.MAX_VALUE);

    assertThatThrownBy(() -> simulation().run(bank -> bank.advance(ever)).thenAlwaysTheSame())
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("cannot advance by %s: it ends with the year 9999.".formatted(ever));
  }

  @Test
  void crashesAtExactlyThatCommit() {
    mistakes.make(Mistake.COMMITS_APART);

    AssertionError found =
        failureOf(
            simulation()
                .seeds(400)
                .crashes(Simulation.atCommit(27))
                .faults(Fault.CRASH_BEFORE_COMMIT));

    assertThat(found)
        .hasMessageContaining("!! crashes before the commit (commit 27)")
        .hasMessageContaining("and 1 faults:");
  }

  @Test
  void failsIfNoRunComesToThatCommit() {
    AssertionError found = failureOf(simulation().seeds(3).crashes(Simulation.atCommit(10_000)));

    assertThat(found)
        .hasMessageMatching(
            "Nothing crashed: no run came to commit 10000 while faults were possible\\. The longest run had [1-9]\\d* commits\\. Choose an earlier commit, or run more seeds\\.");
  }

  @Test
  void refusesACrashAtACommitThatTheFaultsExclude() {
    Simulation simulation =
        simulation().crashes(Simulation.atCommit(7)).faults(Fault.PUBLISHED_TWICE);

    assertThatThrownBy(() -> simulation.run(this::scenario))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "crashes(atCommit(7)) lets a node crash, but faults(…) allows [PUBLISHED_TWICE] only. Add CRASH_BEFORE_COMMIT or CRASH_AFTER_COMMIT.");
  }

  @Test
  void refusesAnApplicationThatItCannotMove() {
    try (var other = new GenericApplicationContext()) {
      other.refresh();

      assertThatThrownBy(() -> Simulation.of(other))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("A simulation needs the application of an @EngineTest");
    }
  }

  private Simulation simulation() {
    return Simulation.of(application);
  }

  private AssertionError failureOf(Simulation simulation) {
    return catchThrowableOfType(
        AssertionError.class, () -> simulation.run(this::scenario).thenAlwaysTheSame());
  }

  private void scenario(SimulatedApplication bank) {
    mistakes.begin();
    bank.process(new Open("a1", "north"));
    bank.process(new Open("a2", "north"));
    bank.inAnyOrder(
        () -> bank.process(new Deposit("a1", 10)), () -> bank.process(new Deposit("a2", 100)));
    bank.process(new Deposit("a1", 30));
  }

  private static long seedOf(AssertionError found) {
    Matcher matcher = SEED.matcher(found.getMessage());
    assertThat(matcher.find()).isTrue();
    return Long.parseLong(matcher.group(1));
  }
}

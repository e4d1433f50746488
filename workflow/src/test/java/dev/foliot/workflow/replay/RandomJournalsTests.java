package dev.foliot.workflow.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.foliot.workflow.RunStatus;
import dev.foliot.workflow.Workflow;
import dev.foliot.workflow.journal.EntryType;
import dev.foliot.workflow.journal.JournalCut;
import dev.foliot.workflow.journal.JournalEntry;
import dev.foliot.workflow.journal.OperationKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Code that a seed determines ends in the same way after a crash at any place, and when its journal
 * is cut at any place (A54). The seed is in the name of each test.
 */
class RandomJournalsTests {
  private static final int SEEDS = Integer.getInteger("seeds", 40);

  static List<Long> seeds() {
    List<Long> seeds = new ArrayList<>();
    for (long seed = 0; seed < SEEDS; seed++) {
      seeds.add(seed);
    }
    return seeds;
  }

  /** A run of the code, over a journal. */
  private static final class Run {
    private final RandomCode code;
    private final RunInMemory run;
    private final InvocationResult.Ended end;

    Run(RandomCode code, long seed, List<JournalEntry> journal) {
      this.code = code;
      code.ran.clear();
      this.run = RunInMemory.of((ctx, input) -> code.run(ctx));
      run.memo = seed % 3 == 0 ? Workflow.Memo.BY_NAME : Workflow.Memo.BY_POSITION;
      run.journal.append(journal);
      run.clock.set(lastTime(journal));
      this.end = run.end();
    }

    private static Instant lastTime(List<JournalEntry> journal) {
      return journal.stream()
          .map(JournalEntry::at)
          .max(Comparator.naturalOrder())
          .orElse(RunInMemory.START);
    }

    List<JournalEntry> journal() {
      return run.journal.entries();
    }

    Set<String> operations() {
      Set<String> ids = new HashSet<>();
      journal().forEach(entry -> ids.add(entry.operation()));
      return ids;
    }
  }

  private static Set<String> endedSteps(List<JournalEntry> journal) {
    Set<String> names = new HashSet<>();
    journal.stream()
        .filter(entry -> entry.kind() == OperationKind.STEP)
        .filter(entry -> entry.type() == EntryType.SUCCEEDED)
        .forEach(entry -> names.add(entry.name()));
    return names;
  }

  private static void assertGoesOn(Run whole, List<JournalEntry> kept, long seed, Object place) {
    Run again = new Run(whole.code, seed, kept);

    assertThat(again.end).as("seed %s, %s", seed, place).isEqualTo(ended(whole, again));
    assertThat(again.operations()).as("seed %s, %s", seed, place).isEqualTo(whole.operations());
    assertRanOnce(again, kept, seed, place);
    Set<String> missing = endedSteps(whole.journal());
    missing.removeAll(endedSteps(kept));
    assertThat(again.code.ran).as("seed %s, %s", seed, place).containsAll(missing);
  }

  private static void assertRanOnce(Run again, List<JournalEntry> kept, long seed, Object place) {
    Set<String> ended = endedSteps(kept);
    assertThat(again.code.ran)
        .as("seed %s, %s: no body runs whose outcome is stored", seed, place)
        .noneMatch(ended::contains);
  }

  /** The same end; the entries that were stored with it may differ. */
  private static InvocationResult.Ended ended(Run whole, Run again) {
    return new InvocationResult.Ended(
        whole.end.status(), whole.end.payload(), whole.end.error(), again.end.entries());
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void endsInTheSameWayAfterACrash(long seed) {
    Run whole = new Run(new RandomCode(seed, true), seed, List.of());
    List<JournalEntry> journal = whole.journal();

    assertThat(whole.end.status()).as("seed %s", seed).isEqualTo(RunStatus.SUCCEEDED);
    for (int length = 0; length <= journal.size(); length++) {
      assertGoesOn(whole, journal.subList(0, length), seed, length + " entries");
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void endsInTheSameWayFromEachOperation(long seed) {
    Run whole = new Run(new RandomCode(seed, true), seed, List.of());

    for (String operation : whole.operations()) {
      List<JournalEntry> kept = JournalCut.from(whole.journal(), operation, child -> false);

      assertThat(kept).extracting(JournalEntry::operation).doesNotContain(operation);
      assertGoesOn(whole, kept, seed, "from " + operation);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void goesOnFromItsFailures(long seed) {
    RandomCode code = new RandomCode(seed, false);
    Run whole = new Run(code, seed, List.of());
    Random random = new Random(seed);
    assumeFalse(code.names().isEmpty(), "the code has no step");
    for (int i = 0; i <= random.nextInt(3); i++) {
      code.failing.add(code.names().get(random.nextInt(code.names().size())));
    }
    Run failed = new Run(code, seed, List.of());
    assertThat(failed.end.status()).as("seed %s", seed).isEqualTo(RunStatus.FAILED);
    Set<String> failing = Set.copyOf(code.failing);
    code.failing.clear();

    List<JournalEntry> kept =
        JournalCut.fromFailure(failed.journal(), failed.end.error(), child -> false);

    assertThat(kept.size()).as("seed %s", seed).isLessThan(failed.journal().size());
    Set<String> repeated = endedSteps(failed.journal());
    repeated.removeAll(endedSteps(kept));
    assertThat(repeated).as("seed %s: no step that has succeeded runs again", seed).isEmpty();
    Run again = new Run(code, seed, kept);
    assertThat(textOf(again)).as("seed %s, failed: %s", seed, failing).isEqualTo(textOf(whole));
    assertRanOnce(again, kept, seed, failing);
  }

  /** The result without its ids: a block that is tried again has other ones. */
  private static String textOf(Run run) {
    return String.valueOf(run.end.payload()).replaceAll("[0-9a-f-]{36}", "");
  }
}

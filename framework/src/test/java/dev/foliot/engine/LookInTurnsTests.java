package dev.foliot.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** R30: an idle look is one query, of the log or of one work. */
class LookInTurnsTests {
  private final LookInTurns turns = new LookInTurns();
  private final List<String> woken = new ArrayList<>();

  /** Looks into the database when it is woken, or never. */
  private final class Named implements SteppedPart {
    private final String name;
    private final boolean listens;
    private boolean hasWork;
    private boolean isBusy;

    Named(String name, boolean listens) {
      this.name = name;
      this.listens = listens;
    }

    @Override
    public String description() {
      return name;
    }

    @Override
    public void wakeUp() {
      woken.add(name);
      hasWork = listens;
    }

    @Override
    public boolean hasWork() {
      return hasWork || isBusy;
    }

    @Override
    public boolean step() {
      hasWork = false;
      return false;
    }

    @Override
    public Optional<Instant> nextDue() {
      return Optional.empty();
    }
  }

  private List<Boolean> looks(int times, SteppedPart... works) {
    return IntStream.range(0, times).mapToObj(i -> isTurnOfLog(List.of(works))).toList();
  }

  private boolean isTurnOfLog(List<SteppedPart> works) {
    boolean log = turns.isTurnOfLog(works);
    works.forEach(SteppedPart::step);
    return log;
  }

  @Test
  void logHasEveryTurnIfNoWorkLooks() {
    assertThat(looks(4)).containsOnly(true);
    assertThat(looks(4, new Named("idle", false))).containsOnly(true);
  }

  @Test
  void logAndWorksAlternate() {
    List<Boolean> seen = looks(6, new Named("idle", false), new Named("relay", true));

    assertThat(seen.stream().filter(log -> log)).hasSize(3);
    assertThat(seen).containsSubsequence(true, false, true, false);
    assertThat(woken.stream().filter("relay"::equals)).hasSize(3);
  }

  /** As long as the pool has no thread for it, for example. */
  @Test
  void workThatWaitsToBeSteppedTakesNoTurn() {
    Named relay = new Named("relay", true);
    relay.isBusy = true;

    assertThat(looks(4, relay)).containsOnly(true);
    assertThat(woken).isEmpty();
  }

  @Test
  void eachOfSeveralWorksHasItsTurn() {
    List<Boolean> seen = looks(9, new Named("one", true), new Named("two", true));

    assertThat(seen.stream().filter(log -> log)).hasSize(3);
    assertThat(woken.stream().filter("one"::equals)).hasSize(3);
    assertThat(woken.stream().filter("two"::equals)).hasSize(3);
  }
}

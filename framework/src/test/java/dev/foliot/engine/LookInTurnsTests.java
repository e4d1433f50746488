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
    }

    @Override
    public boolean hasWork() {
      return listens;
    }

    @Override
    public boolean step() {
      return false;
    }

    @Override
    public Optional<Instant> nextDue() {
      return Optional.empty();
    }
  }

  private List<Boolean> looks(int times, SteppedPart... works) {
    return IntStream.range(0, times).mapToObj(i -> turns.isTurnOfLog(List.of(works))).toList();
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

  @Test
  void eachOfSeveralWorksHasItsTurn() {
    List<Boolean> seen = looks(9, new Named("one", true), new Named("two", true));

    assertThat(seen.stream().filter(log -> log)).hasSize(3);
    assertThat(woken.stream().filter("one"::equals)).hasSize(3);
    assertThat(woken.stream().filter("two"::equals)).hasSize(3);
  }
}

package dev.foliot.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class TallyTests {

  @Test
  void waitsForAsManyAsAreExpected() {
    Tally tally = new Tally();
    tally.add(2);
    CompletableFuture<Void> waiting = CompletableFuture.runAsync(() -> tally.await(5));

    tally.add(2);
    assertThat(waiting).isNotDone();
    tally.add(2);

    waiting.join();
    tally.await(1);
  }
}

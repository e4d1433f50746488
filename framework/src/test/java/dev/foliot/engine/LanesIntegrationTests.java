package dev.foliot.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.foliot.CommandOptions;
import dev.foliot.EngineRun;
import dev.foliot.message.Lane;
import dev.foliot.message.Priority;
import dev.foliot.shop.Shop.Board;
import dev.foliot.shop.Shop.Cancel;
import dev.foliot.shop.Shop.Place;
import dev.foliot.shop.Shop.Receive;
import dev.foliot.shop.ShopTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** R31 to R33: bulk work never delays anybody, and no lane reorders one key's messages. */
class LanesIntegrationTests extends ShopTest {
  private static final CommandOptions BULK = CommandOptions.priority(Priority.BACKFILL);

  // R31
  @Test
  void backfillWaitsForPrimary() {
    domain.process(new Place("bulk", "p1", 1), BULK);
    domain.process(new Place("live", "p1", 1));

    engine().run();

    assertThat(calls("board")).containsExactly("board live", "board bulk");
  }

  // R32: where the next backfill message is, is looked up long before its turn
  @Test
  void firstBackfillAfterManyPrimaryIsPulledForward() {
    for (int i = 0; i < 6; i++) {
      domain.process(new Place("live" + i, "p1", 1));
    }
    domain.process(new Place("bulk", "p1", 1), BULK);
    domain.process(new Cancel("bulk"));
    domain.process(new Place("last", "p1", 1));

    withBatchSize(2).run(3);

    assertThat(calls("board"))
        .containsSubsequence("board live5", "board bulk", "board bulk cancelled", "board last");
  }

  // R7
  @Test
  void whatBackfillRaisesIsBackfill() {
    domain.process(new Receive("p1", 10));
    domain.process(new Place("bulk", "p1", 1), BULK);

    EngineRun run = engine().run();

    assertThat(run.steps())
        .filteredOn(step -> step.messageType().equals("reserved"))
        .extracting(Step::lane)
        .containsExactly(Lane.BACKFILL);
  }

  // R31
  @Test
  void backfillAloneIsHandledWhole() {
    for (int i = 0; i < 25; i++) {
      domain.process(new Place("b" + i, "p1", 1), BULK);
    }

    TestCycles run = withBatchSize(4).run(3);

    assertThat(run.leftovers()).isEmpty();
    assertThat(domain.viewFor(Board.class).count()).isEqualTo(25);
  }

  // R31
  @Test
  void primaryThatArrivesBetweenTwoBackfillBatchesGoesNext() {
    for (int i = 0; i < 4; i++) {
      domain.process(new Place("b" + i, "p1", 1), BULK);
    }
    faults.during("board", "b1", this::placeInOtherThread);

    withBatchSize(2).run(3);

    assertThat(calls("board")).startsWith("board b0", "board b1", "board live");
  }

  private void placeInOtherThread() {
    Thread other = new Thread(() -> domain.process(new Place("live", "p1", 1)));
    other.start();
    try {
      other.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  // R32: the key is a stream
  @Test
  void primaryPullsEarlierBackfillOfItsAggregateForward() {
    domain.process(new Place("a", "p1", 1), BULK);
    domain.process(new Place("other", "p1", 1), BULK);
    domain.process(new Cancel("a"));
    domain.process(new Place("live", "p1", 1));

    EngineRun run = engine().run();

    assertThat(calls("reservation"))
        .containsExactly(
            "reservation a", "reservation a cancelled", "reservation live", "reservation other");
    assertThat(run.isQuiescent()).isTrue();
  }

  // R32: the key is declared, and fed from two aggregates
  @Test
  void primaryPullsEarlierBackfillOfItsDeclaredKeyForward() {
    domain.process(new Receive("p1", 10));
    domain.process(new Place("a", "none", 1), BULK);
    domain.process(new Place("b", "none", 1), BULK);
    domain.process(new Cancel("a"));

    engine().run();

    assertThat(calls("board")).containsExactly("board a", "board a cancelled", "board b");
    assertThat(domain.viewFor(Board.class).get("a").status()).isEqualTo("cancelled");
  }

  // R32: what was done ahead is not done again, also after a restart in between
  @Test
  void pulledForwardIsHandledOnceAcrossRestart() {
    domain.process(new Place("b0", "none", 1), BULK);
    domain.process(new Place("b1", "none", 1), BULK);
    domain.process(new Cancel("b1"));
    faults.during("reservation", "b0", this::takeSegmentsOver);
    assertThatThrownBy(() -> withBatchSize(1).run(1)).isInstanceOf(SegmentLostException.class);
    assertThat(calls("reservation"))
        .containsExactly("reservation b1", "reservation b1 cancelled", "reservation b0");
    faults.reset();

    EngineRun run = engine().run();

    assertThat(calls("reservation")).containsExactly("reservation b0");
    assertThat(run.isQuiescent()).isTrue();
    assertThat(jdbc.queryForObject("select count(*) from foliot_ahead", Long.class)).isZero();
  }

  // What was pulled forward need not be remembered until the engine stops
  @Test
  void forgetsWhatWasPulledForwardOnceItIsPassed() {
    domain.process(new Place("b1", "none", 1), BULK);
    domain.process(new Cancel("b1"));
    OpenSegments open = node.open(delivery -> {}, () -> 0.5);
    while (open.feed().step()) {
      assertThat(open.feed().head()).isPositive();
    }

    for (Segment segment : open.segments()) {
      while (segment.step()) {
        assertThat(segment.held().all()).isEmpty();
      }
    }

    assertThat(calls("reservation")).hasSize(2);
    assertThat(jdbc.queryForObject("select count(*) from foliot_ahead", Long.class)).isZero();
  }

  // R25 with R32: a failed message that was pulled forward holds back its key in both lanes
  @Test
  void failureOfPulledMessageKeepsOrder() {
    faults.fail("reservation", "a", 2);
    domain.process(new Place("a", "none", 1), BULK);
    domain.process(new Place("b", "none", 1), BULK);
    domain.process(new Cancel("a"));

    EngineRun run = engine().runUntilIdle();

    assertThat(calls("reservation a"))
        .containsExactly(
            "reservation a", "reservation a", "reservation a", "reservation a cancelled");
    assertThat(run.isQuiescent()).isTrue();
  }

  // R25 with R31: however much waits behind a failure, it does not delay the others
  @Test
  void followersOfFailedMessageLetOthersThrough() {
    faults.fail("reservation", "a", 1);
    domain.process(new Place("a", "none", 1), BULK);
    for (int i = 0; i < 3; i++) {
      domain.process(new Cancel("a"), BULK);
    }
    withBatchSize(1).run(1);
    domain.process(new Place("live", "none", 1));

    withBatchSize(1).run(1);

    assertThat(calls("reservation").subList(0, 3))
        .containsExactly("reservation a", "reservation a", "reservation live");
    assertThat(calls("reservation a cancelled")).hasSize(3);
  }

  // R33
  @Test
  void oldBackfillGetsItsTurnWhilePrimaryIsBusy() {
    domain.process(new Place("bulk", "none", 1), BULK);
    for (int i = 0; i < 6; i++) {
      domain.process(new Place("live" + i, "none", 1));
    }
    clock.advance(Duration.ofMinutes(6));

    withBatchSize(1).run(3);

    assertThat(calls("board").subList(0, 3))
        .as("one primary batch, then the old backfill message")
        .contains("board bulk");
  }

  // R32 with R33: its turn does not let a backfill message overtake a primary one of its key
  @Test
  void oldBackfillNeverOvertakesEarlierPrimaryOfItsKey() {
    domain.process(new Place("bulk", "none", 1), BULK);
    for (int i = 0; i < 6; i++) {
      domain.process(new Place("live" + i, "none", 1));
    }
    domain.process(new Cancel("live5"), BULK);
    clock.advance(Duration.ofMinutes(6));

    TestCycles run = withBatchSize(1).run(3);

    assertThat(calls("reservation live5"))
        .containsExactly("reservation live5", "reservation live5 cancelled");
    assertThat(run.leftovers()).isEmpty();
  }

  // R33: a young one waits
  @Test
  void youngBackfillWaitsWhilePrimaryIsBusy() {
    domain.process(new Place("bulk", "none", 1), BULK);
    for (int i = 0; i < 6; i++) {
      domain.process(new Place("live" + i, "none", 1));
    }

    withBatchSize(1).run(3);

    assertThat(calls("board")).endsWith("board bulk");
  }

  // R32 by brute force: lanes at random, batches of any size, failures in between
  @Test
  void noMixtureOfLanesReordersOneKey() {
    var random = new java.util.Random(7);
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      String chain = "c" + i;
      expected.add(chain);
      domain.process(
          new Place(chain, "none", 1), random.nextBoolean() ? BULK : CommandOptions.none());
    }
    for (String chain : expected) {
      if (random.nextInt(4) == 0) {
        faults.fail("reservation", chain, 1 + random.nextInt(2));
      }
      domain.process(new Cancel(chain), random.nextBoolean() ? BULK : CommandOptions.none());
    }

    TestCycles run = withBatchSize(3).runUntilIdle();

    assertThat(run.leftovers()).isEmpty();
    for (String chain : expected) {
      List<String> calls = calls("reservation " + chain);
      assertThat(calls.get(calls.size() - 1)).isEqualTo("reservation " + chain + " cancelled");
      assertThat(calls).containsOnlyOnce("reservation " + chain + " cancelled");
      assertThat(domain.viewFor(Board.class).get(chain).status()).isEqualTo("cancelled");
    }
  }

  private void takeSegmentsOver() {
    EngineOf.copy(node, settings -> settings).open(delivery -> {}, () -> 0.5);
  }

  private TestCycles withBatchSize(int size) {
    return EngineOf.copy(node, settings -> EngineOf.withBatchSize(settings, size)).testCycles();
  }

  private List<String> calls(String prefix) {
    return faults.calls().stream()
        .filter(call -> call.equals(prefix) || call.startsWith(prefix + " "))
        .toList();
  }
}

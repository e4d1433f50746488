package dev.foliot.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.foliot.CommandOptions;
import dev.foliot.message.Priority;
import dev.foliot.shop.Shop.Board;
import dev.foliot.shop.Shop.Cancel;
import dev.foliot.shop.Shop.Place;
import dev.foliot.shop.ShopTest;
import dev.foliot.testsupport.CountingDataSource;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** R24: a node that dies saves nothing any more; the next one loses nothing and repeats nothing. */
class CrashIntegrationTests extends ShopTest {
  private static final CommandOptions BULK = CommandOptions.priority(Priority.BACKFILL);

  // R24, R25: the backfill lane has moved, the primary one only in memory
  @Test
  void failedBackfillMessageIsTriedAgainAfterCrash() {
    faults.fail("reservation", "a", 1);
    domain.process(new Place("a", "none", 1), BULK);
    work(open(500));

    clock.advance(Duration.ofSeconds(1));
    engine().run();

    assertThat(calls("reservation a")).hasSize(2);
  }

  // R24, R25: the followers were only passed over when their key was held
  @Test
  void followersOfReleasedKeyAreHandledOnceAfterCrash() {
    faults.fail("reservation", "a", 1);
    domain.process(new Place("a", "none", 1));
    OpenSegments crashing = open(500);
    work(crashing);
    domain.process(new Cancel("a"));
    work(crashing);
    clock.advance(Duration.ofSeconds(1));
    work(crashing);

    engine().run();

    assertThat(calls("reservation a"))
        .containsExactly("reservation a", "reservation a", "reservation a cancelled");
  }

  // The same in the backfill lane, which passes the key over when the primary lane is empty
  @Test
  void backfillFollowersOfReleasedKeyAreHandledOnceAfterCrash() {
    faults.fail("reservation", "a", 1);
    domain.process(new Place("a", "none", 1), BULK);
    OpenSegments crashing = open(500);
    work(crashing);
    domain.process(new Cancel("a"), BULK);
    work(crashing);
    clock.advance(Duration.ofSeconds(1));
    work(crashing);

    engine().run();

    assertThat(calls("reservation a"))
        .containsExactly("reservation a", "reservation a", "reservation a cancelled");
  }

  // R24, R32: what is pulled forward stands far behind the primary checkpoint, which stays
  @Test
  void pullingForwardMovesNoCheckpointBack() {
    domain.process(new Place("a", "none", 1), BULK);
    domain.process(new Place("l1", "none", 1));
    domain.process(new Place("l2", "none", 1));
    OpenSegments crashing = open(1);
    Segment segment = segment(crashing, "reservation");
    read(crashing);
    segment.step();
    segment.step();
    domain.process(new Cancel("a"));
    read(crashing);
    faults.during("reservation", "a cancelled", () -> open(1));
    assertThatThrownBy(segment::step).isInstanceOf(SegmentLostException.class);
    assertThat(calls("reservation"))
        .containsExactly(
            "reservation l1", "reservation l2", "reservation a", "reservation a cancelled");
    faults.reset();

    engine().run();

    assertThat(calls("reservation")).containsExactly("reservation a cancelled");
  }

  // R24: what fails after the commit does not undo it
  @Test
  void failureAfterCommitRepeatsNothing() {
    faults.during("board", "o1", CrashIntegrationTests::failAfterCommit);
    domain.process(new Place("o1", "none", 1));

    var run = engine().runUntilIdle();

    assertThat(calls("board o1")).hasSize(1);
    assertThat(run.leftovers()).isEmpty();
    assertThat(domain.viewFor(Board.class).count()).isEqualTo(1);
  }

  // R24: the commit took place, but its answer was lost; the next step looks what is stored
  @Test
  void lostAnswerOfCommitRepeatsNothing() {
    domain.process(new Place("o1", "none", 1));
    OpenSegments open = open(500);
    Segment segment = segment(open, "board-projector");
    read(open);
    faults.during("board", "o1", ((CountingDataSource) dataSource)::loseAnswerOfNextCommit);

    assertThatThrownBy(segment::step).isInstanceOf(DatabaseAwayException.class);
    work(open);

    assertThat(calls("board o1")).hasSize(1);
    assertThat(domain.viewFor(Board.class).count()).isEqualTo(1);
    assertThat(segment.held().all()).isEmpty();
  }

  // R24, R32: other segments are not made while messages are done ahead, which would be forgotten
  @Test
  void newNumberOfSegmentsRepeatsNothingThatWasPulledForward() {
    domain.process(new Place("b0", "none", 1), BULK);
    domain.process(new Place("b1", "none", 1), BULK);
    domain.process(new Cancel("b1"));
    OpenSegments crashing = open(1);
    read(crashing);
    segment(crashing, "reservation").step();
    assertThat(calls("reservation")).containsExactly("reservation b1", "reservation b1 cancelled");

    withSegments(4).testCycles().run(3);
    withSegments(4).testCycles().run(3);

    assertThat(calls("reservation"))
        .containsExactly("reservation b1", "reservation b1 cancelled", "reservation b0");
    assertThat(
            jdbc.queryForObject(
                "select segments from foliot_subscription where name = 'reservation'",
                Integer.class))
        .isEqualTo(4);
  }

  // R22: a backlog of bulk work is what one wants more segments for
  @Test
  void newNumberOfSegmentsIsTakenWhileBackfillLags() {
    domain.process(new Place("b0", "none", 1), BULK);
    domain.process(new Place("b1", "none", 1), BULK);
    domain.process(new Place("live", "none", 1));
    OpenSegments open = open(1);
    read(open);
    segment(open, "reservation").step();
    assertThat(calls("reservation")).containsExactly("reservation live");

    withSegments(4).testCycles().run(3);

    assertThat(calls("reservation"))
        .containsExactlyInAnyOrder("reservation live", "reservation b0", "reservation b1");
    assertThat(
            jdbc.queryForObject(
                "select segments from foliot_subscription where name = 'reservation'",
                Integer.class))
        .isEqualTo(4);
  }

  // R28: an owner of before the change cannot commit
  @Test
  void newNumberOfSegmentsFencesFormerOwner() {
    domain.process(new Place("o1", "none", 1));
    OpenSegments former = open(500);
    read(former);

    withSegments(4).open(delivery -> {}, () -> 0.5);

    assertThatThrownBy(segment(former, "reservation")::step)
        .isInstanceOf(SegmentLostException.class);
  }

  private EngineNode withSegments(int segments) {
    return EngineOf.copy(
        node, settings -> EngineOf.with(settings, 500, segments, settings.pollInterval()));
  }

  private static void failAfterCommit() {
    TransactionSynchronizationManager.registerSynchronization(
        new TransactionSynchronization() {
          @Override
          public void afterCommit() {
            throw new IllegalStateException("after the commit");
          }
        });
  }

  private OpenSegments open(int batchSize) {
    return EngineOf.copy(node, settings -> EngineOf.withBatchSize(settings, batchSize))
        .open(delivery -> {}, () -> 0.5);
  }

  private static Segment segment(OpenSegments open, String subscription) {
    return open.segments().stream()
        .filter(segment -> segment.subscription().name().equals(subscription))
        .findFirst()
        .orElseThrow();
  }

  private static void work(OpenSegments open) {
    read(open);
    for (Segment segment : open.segments()) {
      while (segment.step()) {}
    }
  }

  private static void read(OpenSegments open) {
    while (open.feed().step()) {}
  }

  private List<String> calls(String prefix) {
    return faults.calls().stream().filter(call -> call.startsWith(prefix)).toList();
  }
}

package dev.foliot.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.CommandOptions;
import dev.foliot.handler.Delivery.Outcome;
import dev.foliot.message.Priority;
import dev.foliot.shop.Shop.Board;
import dev.foliot.shop.Shop.Cancel;
import dev.foliot.shop.Shop.Place;
import dev.foliot.shop.ShopTest;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The application's clock jumps by an hour: nothing is lost, and nothing waits for an hour. */
class ClockIntegrationTests extends ShopTest {
  private static final Duration HOUR = Duration.ofHours(1);

  // R25: the clock stands before the failure, so it says nothing about the pause
  @Test
  void retryDoesNotWaitForClockThatWasSetBack() {
    failOnce("o1");
    clock.set(START.minus(HOUR));

    assertThat(engine().runUntilIdle().isQuiescent()).isTrue();

    assertThat(clock.instant()).isBefore(START);
    assertThat(calls("reservation o1")).hasSize(2);
  }

  // R25: one attempt too early at most; then the pauses are those of the clock as it is now
  @Test
  void pausesAreKeptAgainAfterClockWasSetBack() {
    failOnce("o1");
    faults.fail("reservation", "o1", 1);
    clock.set(START.minus(HOUR));
    TestCycles again = oneStep();

    assertThat(again.leftovers()).extracting(Leftover::attempts).containsExactly(2);
    assertThat(again.leftovers().get(0).dueAt()).isAfter(clock.instant()).isBefore(START);
    assertThat(steps(oneStep())).isEmpty();
  }

  @Test
  void retryIsDueWhenClockWasSetForward() {
    failOnce("o1");
    clock.advance(HOUR);

    assertThat(oneStep().leftovers()).isEmpty();
  }

  // R25: what waits behind a failed message is not due at an instant, but next
  @Test
  void followersDoNotWaitForClockThatWasSetBack() {
    EngineNode oneByOne = EngineOf.copy(node, each -> EngineOf.withBatchSize(each, 1));
    failOnce("o1");
    domain.process(new Cancel("o1"));
    clock.advance(HOUR);
    OpenSegments open = oneByOne.open(delivery -> {}, () -> 0.5);
    while (open.feed().step()) {}
    Segment reservation =
        open.segments().stream()
            .filter(each -> each.subscription().name().equals("reservation"))
            .findFirst()
            .orElseThrow();
    reservation.step();
    assertThat(calls("reservation o1")).hasSize(2);
    clock.set(START.plusMillis(50));

    while (reservation.step()) {}

    assertThat(calls("reservation o1")).endsWith("reservation o1 cancelled");
  }

  @Test
  void outboxDoesNotWaitForClockThatWasSetBack() {
    domain.process(new Place("o1", "p1", 1));
    domain.process(new Cancel("o1"));
    jdbc.update(
        "update foliot_outbox set attempts = 1, next_attempt_at = ?",
        START.plus(HOUR).atOffset(ZoneOffset.UTC));

    engine().run();

    assertThat(calls("mail o1")).hasSize(1);
  }

  // R33: the turn of old backfill messages only comes later, and only while primary is busy
  @Test
  void backfillIsHandledWhateverTheClockSays() {
    domain.process(new Place("bulk", "p1", 1), CommandOptions.priority(Priority.BACKFILL));
    clock.set(START.minus(HOUR));
    domain.process(new Place("live", "p1", 1));

    engine().runUntilIdle();

    assertThat(domain.viewFor(Board.class).findAll())
        .extracting(Board::orderId)
        .containsExactlyInAnyOrder("bulk", "live");
  }

  private void failOnce(String order) {
    faults.fail("reservation", order, 1);
    domain.process(new Place(order, "p1", 1));
    assertThat(steps(oneStep())).extracting(Step::outcome).contains(Outcome.RETRY);
  }

  /** All that is deliverable at this instant. */
  private TestCycles oneStep() {
    TestCycles cycles = node.testCycles();
    cycles.run(1);
    return cycles;
  }

  private static List<Step> steps(TestCycles cycles) {
    return cycles.cycles().stream().flatMap(cycle -> cycle.steps().stream()).toList();
  }

  private List<String> calls(String prefix) {
    return faults.calls().stream().filter(call -> call.startsWith(prefix)).toList();
  }
}

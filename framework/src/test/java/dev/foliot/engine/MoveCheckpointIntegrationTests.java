package dev.foliot.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.foliot.EngineRun;
import dev.foliot.handler.ErrorDecision;
import dev.foliot.message.Priority;
import dev.foliot.operation.CheckpointTarget;
import dev.foliot.operation.MovePlan;
import dev.foliot.operation.StaleMovePlanException;
import dev.foliot.operation.Subscriptions;
import dev.foliot.operation.UnknownSubscriptionException;
import dev.foliot.shop.Shop.Cancel;
import dev.foliot.shop.Shop.Place;
import dev.foliot.shop.Shop.Receive;
import dev.foliot.shop.ShopTest;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Checkpoints are moved in two steps, and what is after them is handled, or handled again. */
class MoveCheckpointIntegrationTests extends ShopTest {
  private static final String RESERVATION = "reservation";

  @Autowired private Subscriptions subscriptions;

  private void place(String... orderIds) {
    for (String orderId : orderIds) {
      domain.process(new Place(orderId, "p1", 1));
    }
  }

  private MovePlan plan(CheckpointTarget target) {
    return subscriptions.planMove(RESERVATION, target);
  }

  private MovePlan move(CheckpointTarget target) {
    return subscriptions.move(RESERVATION, plan(target).confirmation());
  }

  private List<String> reservationsOf(EngineRun run) {
    return run.steps().stream()
        .filter(step -> step.subscription().equals(RESERVATION))
        .map(step -> step.messageType() + " " + step.streamId())
        .toList();
  }

  private long positionOf(String orderId, int version) {
    return jdbc.queryForObject(
        "select position from foliot_message where stream = ? and stream_version = ?",
        Long.class,
        orderId,
        version);
  }

  @Test
  void repeatsFromStart() {
    domain.process(new Receive("p2", 1));
    place("o1", "o2", "o3");
    engine().run();

    MovePlan plan = plan(CheckpointTarget.start());
    MovePlan done = subscriptions.move(RESERVATION, plan.confirmation());

    assertThat(plan.repeats()).isEqualTo(3);
    assertThat(plan.skips()).isZero();
    assertThat(plan.oldest()).isEqualTo(START);
    assertThat(done).usingRecursiveComparison().ignoringFields("target").isEqualTo(plan);
    assertThat(reservationsOf(engine().run()))
        .containsExactly("placed o1", "placed o2", "placed o3");
  }

  @Test
  void planSaysWhatItMeans() {
    place("o1", "o2");
    engine().run();
    long end = positionOf("o2", 1);

    MovePlan plan = plan(CheckpointTarget.start());

    assertThat(plan)
        .hasToString(
            """
            Subscription reservation is at position %d. The move to start (position 0):
              - handles 2 message(s) again, the first one of 2026-01-01T00:00:00Z
              - never handles 0 message(s)
              - forgets 0 held key(s), whose messages are read again; keeps 0
              - effects of the handler outside of this database happen again: mails, calls of other systems
            Confirmation: %s"""
                .formatted(end, plan.confirmation()));
    assertThat(subscriptions.planMove("board-projector", CheckpointTarget.start()).warnings())
        .hasSize(2)
        .last()
        .asString()
        .startsWith("rows of the projection stay: empty it first");
  }

  @Test
  void skipsToEnd() {
    place("o1", "o2", "o3");

    MovePlan plan = move(CheckpointTarget.end());
    place("o4");

    assertThat(plan.skips()).isEqualTo(3);
    assertThat(plan.repeats()).isZero();
    assertThat(reservationsOf(engine().run())).containsExactly("placed o4");
  }

  @Test
  void movesToPositionOrInstant() {
    place("o1", "o2");
    clock.advance(Duration.ofMinutes(1));
    place("o3", "o4");
    engine().run();

    assertThat(plan(CheckpointTarget.position(positionOf("o3", 1))).repeats()).isEqualTo(1);
    MovePlan plan = move(CheckpointTarget.instant(START.plusSeconds(30)));

    assertThat(plan.to()).isEqualTo(positionOf("o2", 1));
    assertThat(reservationsOf(engine().run())).containsExactly("placed o3", "placed o4");
    assertThat(plan(CheckpointTarget.instant(START.plusSeconds(300))).repeats()).isZero();
  }

  @Test
  void heldKeysAfterTheTargetAreReadAgainAndOthersKept() {
    faults.decide(ErrorDecision.park());
    faults.fail(RESERVATION, "o1", 1);
    faults.fail(RESERVATION, "o3", 1);
    place("o1", "o2", "o3");
    domain.process(new Cancel("o1"));
    domain.process(new Cancel("o3"));
    engine().run();

    MovePlan plan = move(CheckpointTarget.position(positionOf("o2", 1)));

    assertThat(plan.heldDropped()).isEqualTo(1);
    assertThat(plan.heldKept()).isEqualTo(1);
    assertThat(plan.repeats()).as("o3, and what waited behind o1 and o3").isEqualTo(3);
    assertThat(reservationsOf(engine().run())).containsExactly("placed o3", "cancelled o3");
    subscriptions.retryAll(RESERVATION);
    assertThat(reservationsOf(engine().run())).containsExactly("placed o1", "cancelled o1");
  }

  @Test
  void heldKeysGoOnWaitingWhenMovedForward() {
    faults.decide(ErrorDecision.park());
    faults.fail(RESERVATION, "o1", 1);
    place("o1");
    engine().run();
    domain.process(new Cancel("o1"));
    place("o2");

    move(CheckpointTarget.end());
    assertThat(reservationsOf(engine().run())).isEmpty();
    subscriptions.retryAll(RESERVATION);

    assertThat(reservationsOf(engine().run())).containsExactly("placed o1", "cancelled o1");
  }

  // R32: what was done ahead of the backfill lane is repeated too
  @Test
  void repeatsWhatWasPulledForward() {
    domain.withPriority(Priority.BACKFILL, () -> place("o1", "o2"));
    domain.process(new Cancel("o1"));
    OpenSegments open = node.open(delivery -> {}, () -> 0.5);
    while (open.feed().step()) {
      assertThat(open.feed().head()).isPositive();
    }
    open.segments().stream()
        .filter(segment -> segment.subscription().name().equals(RESERVATION))
        .forEach(Segment::step);
    assertThat(jdbc.queryForList("select position from foliot_ahead", Long.class)).hasSize(1);
    assertThat(plan(CheckpointTarget.end()).skips()).as("o2 was not handled").isEqualTo(1);

    MovePlan plan = move(CheckpointTarget.start());

    assertThat(plan.repeats()).isEqualTo(2);
    assertThat(reservationsOf(engine().run()))
        .containsExactly("placed o1", "cancelled o1", "placed o2");
  }

  // R18
  @Test
  void repeatsWhatWasDeliveredSynchronously() {
    place("o1", "o2");
    jdbc.update("update foliot_message set delivered_synchronously = true");
    assertThat(reservationsOf(engine().run())).isEmpty();

    MovePlan plan = move(CheckpointTarget.position(positionOf("o1", 1)));
    EngineRun run = engine().run();
    place("o3");
    jdbc.update("update foliot_message set delivered_synchronously = true where stream = 'o3'");

    assertThat(plan.repeats()).isEqualTo(1);
    assertThat(reservationsOf(run)).containsExactly("placed o2");
    assertThat(reservationsOf(engine().run())).as("is since then").isEmpty();
  }

  // What the inbox remembers of repeated messages is forgotten
  @Test
  void subscriberHandlesRepeatedMessages() {
    place("o1", "o2");
    domain.process(new Cancel("o1"));
    domain.process(new Cancel("o2"));
    engine().runUntilIdle();
    String mails = "cancellation-mails";
    MovePlan plan = subscriptions.planMove(mails, CheckpointTarget.start());

    subscriptions.move(mails, plan.confirmation());
    engine().runUntilIdle();

    assertThat(plan.repeats()).isEqualTo(2);
    assertThat(faults.calls())
        .filteredOn(call -> call.startsWith("mail"))
        .containsExactly("mail o1", "mail o2", "mail o1", "mail o2");
  }

  @Test
  void countsEachSegmentByItself() {
    EngineNode four =
        EngineOf.copy(node, settings -> EngineOf.with(settings, 1, 4, Duration.ofMillis(20)));
    four.register();
    for (int i = 0; i < 20; i++) {
      place("o" + i);
    }
    OpenSegments open = four.open(delivery -> {}, () -> 0.5);
    while (open.feed().step()) {
      assertThat(open.feed().head()).isPositive();
    }
    List<Segment> segments =
        open.segments().stream()
            .filter(segment -> segment.subscription().name().equals(RESERVATION))
            .toList();
    segments.get(0).step();
    segments.get(0).step();
    segments.get(2).step();

    MovePlan back = plan(CheckpointTarget.position(positionOf("o0", 1) - 1));
    MovePlan forward = plan(CheckpointTarget.end());

    assertThat(faults.calls()).filteredOn(call -> call.startsWith(RESERVATION)).hasSize(3);
    assertThat(back.repeats()).isEqualTo(3);
    assertThat(back.skips()).isZero();
    assertThat(forward.skips()).isEqualTo(17);
  }

  @Test
  void planThatIsStaleIsRefused() {
    place("o1");
    engine().run();
    MovePlan plan = plan(CheckpointTarget.start());
    place("o2");
    engine().run();

    assertThatThrownBy(() -> subscriptions.move(RESERVATION, plan.confirmation()))
        .isInstanceOf(StaleMovePlanException.class)
        .hasMessage(
            "Nothing was moved: confirmation %s does not match the current state of subscription reservation. Either the subscription has handled messages since the plan, or the confirmation is that of another plan. Plan again. If the state keeps changing, pause the subscription first."
                .formatted(plan.confirmation()));
    assertThatThrownBy(() -> subscriptions.move("board-projector", plan.confirmation()))
        .isInstanceOf(StaleMovePlanException.class);
    assertThatThrownBy(() -> subscriptions.move(RESERVATION, "yes"))
        .isInstanceOf(StaleMovePlanException.class);
    assertThat(reservationsOf(engine().run())).isEmpty();
  }

  @Test
  void newMessagesDoNotMakeAPlanStale() {
    place("o1");
    engine().run();
    MovePlan plan = plan(CheckpointTarget.start());

    place("o2");
    subscriptions.move(RESERVATION, plan.confirmation());

    assertThat(reservationsOf(engine().run())).containsExactly("placed o1", "placed o2");
  }

  // R28
  @Test
  void batchInHandDoesNotCommitOverAMove() {
    place("o1");
    engine().run();
    place("o2");
    faults.during(RESERVATION, "o2", () -> move(CheckpointTarget.start()));

    assertThatThrownBy(() -> engine().run()).isInstanceOf(SegmentLostException.class);
    faults.reset();

    assertThat(reservationsOf(engine().run())).containsExactly("placed o1", "placed o2");
  }

  @Test
  void refusesPositionAfterTheEnd() {
    place("o1");
    long end = positionOf("o1", 1);

    assertThatThrownBy(() -> plan(CheckpointTarget.position(end + 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "A checkpoint cannot be moved to position %d: the log ends at position %d. Give end, or a position up to there."
                .formatted(end + 1, end));
    assertThatThrownBy(() -> CheckpointTarget.parse("yesterday"))
        .hasMessage(
            "A checkpoint cannot be moved to \"yesterday\". Give start, end, a position of the log such as 4711, or an instant such as 2026-01-31T12:00:00Z.");
  }

  @Test
  void readsTargetsFromText() {
    assertThat(List.of("start", "end", "4711", "2026-01-31T12:00:00Z"))
        .allSatisfy(text -> assertThat(CheckpointTarget.parse(text)).hasToString(text));
  }

  @Test
  void refusesWhatHasNoHandler() {
    jdbc.update("insert into foliot_subscription (name, since, segments) values ('gone', 0, 1)");

    assertThatThrownBy(() -> subscriptions.planMove("gone", CheckpointTarget.start()))
        .isInstanceOf(UnknownSubscriptionException.class)
        .hasMessage(
            "No handler of this application belongs to the subscription gone, so its messages are not known here; this application has handlers for [board-projector, cancellation-mails, commands, hopper, reservation]. Run the operation on a node that has the handler, or remove the subscription.");
  }
}

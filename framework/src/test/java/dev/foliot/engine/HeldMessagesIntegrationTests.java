package dev.foliot.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.foliot.EngineRun;
import dev.foliot.handler.Delivery.Outcome;
import dev.foliot.handler.ErrorDecision;
import dev.foliot.message.Priority;
import dev.foliot.operation.HeldMessage;
import dev.foliot.operation.HeldMessageDetails;
import dev.foliot.operation.HeldMessageNotFoundException;
import dev.foliot.operation.Subscriptions;
import dev.foliot.operation.UnknownSubscriptionException;
import dev.foliot.shop.Shop.Cancel;
import dev.foliot.shop.Shop.Place;
import dev.foliot.shop.Shop.Receive;
import dev.foliot.shop.ShopTest;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataIntegrityViolationException;

/** R26: what failed can be listed, shown, tried again and given up. */
class HeldMessagesIntegrationTests extends ShopTest {
  private static final String RESERVATION = "reservation";

  @Autowired private Subscriptions subscriptions;

  /** The order's messages up to its cancellation; the first one is parked. */
  private HeldMessage park(String orderId) {
    faults.decide(ErrorDecision.park());
    faults.fail(RESERVATION, orderId, 1);
    domain.process(new Place(orderId, "p1", 1));
    domain.process(new Cancel(orderId));
    engine().run();
    return subscriptions.parked(RESERVATION, 0, 10).stream()
        .filter(each -> each.streamId().equals(orderId))
        .findFirst()
        .orElseThrow();
  }

  private List<String> reservations() {
    return faults.calls().stream().filter(call -> call.startsWith(RESERVATION)).toList();
  }

  @Test
  void listsParkedMessagesPageByPage() {
    park("o1");
    park("o2");
    park("o3");

    List<HeldMessage> first = subscriptions.parked(RESERVATION, 0, 2);
    List<HeldMessage> second = subscriptions.parked(RESERVATION, first.get(1).position(), 2);

    assertThat(first)
        .extracting(HeldMessage::streamId, HeldMessage::type, HeldMessage::attempts)
        .containsExactly(tuple("o1", "placed", 1), tuple("o2", "placed", 1));
    assertThat(second).extracting(HeldMessage::key).containsExactly("order-o3");
    assertThat(subscriptions.parked("board-projector", 0, 10)).isEmpty();
  }

  @Test
  void listsWaitingMessagesOnlyAmongHeldOnes() {
    faults.fail(RESERVATION, "o1", 1);
    domain.process(new Place("o1", "p1", 1));
    engine().run();
    faults.fail(RESERVATION, "o2", 100);
    domain.process(new Place("o2", "p1", 1));
    engine().run();

    assertThat(subscriptions.held(RESERVATION, 0, 10))
        .extracting(HeldMessage::streamId, HeldMessage::parked)
        .containsExactly(tuple("o2", false));
    assertThat(subscriptions.parked(RESERVATION, 0, 10)).isEmpty();
  }

  /** The status decides, not the texts of the error, which may be empty or removed. */
  @Test
  void listsAndRetriesMessageWhoseErrorHasNoTrace() {
    HeldMessage parked = park("o1");
    jdbc.update("update foliot_held set error_text = '', stack_trace = ''");
    faults.decide(ErrorDecision.retry());

    assertThat(subscriptions.parked(RESERVATION, 0, 10))
        .extracting(HeldMessage::messageId)
        .containsExactly(parked.messageId());
    subscriptions.retry(RESERVATION, parked.messageId());
    engine().run();

    assertThat(subscriptions.held(RESERVATION, 0, 10)).isEmpty();
  }

  /** A discarded message is done: its key goes on, and nothing of it is held any more. */
  @Test
  void keyThatIsGoingOnHasNoHeldMessage() {
    HeldMessage parked = park("o1");

    subscriptions.discard(RESERVATION, parked.messageId(), "no such product", "ann");

    assertThat(
            jdbc.queryForList(
                "select status || attempts || stack_trace from foliot_held", String.class))
        .containsExactly("going_on0");
    assertThat(subscriptions.held(RESERVATION, 0, 10)).isEmpty();
    assertThatThrownBy(() -> subscriptions.retry(RESERVATION, parked.messageId()))
        .isInstanceOf(HeldMessageNotFoundException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "status = 'lost'",
        "next_attempt_at = last_failed_at",
        "status = 'waiting'",
        "status = 'going_on', next_attempt_at = last_failed_at"
      })
  void tableRefusesRowWhoseStatusIsNotTrue(String change) {
    park("o1");

    assertThatThrownBy(() -> jdbc.update("update foliot_held set " + change))
        .isInstanceOf(DataIntegrityViolationException.class);
  }

  @Test
  void showsEverythingAboutAMessage() {
    HeldMessage parked = park("o1");

    HeldMessageDetails shown = subscriptions.show(RESERVATION, parked.messageId());

    assertThat(shown.message()).isEqualTo(parked);
    assertThat(shown.payload())
        .extracting(HeldMessageDetails.Part::type, HeldMessageDetails.Part::version)
        .containsExactly(tuple("placed", 1));
    assertThat(shown.payload().get(0).json()).contains("\"orderId\":\"o1\"");
    assertThat(shown.stackTrace()).contains("IllegalStateException", "Shop$Faults.call");
    assertThat(shown.occurredAt()).isBetween(START, clock.instant());
    assertThat(shown.behind()).isEqualTo(1);
    assertThat(shown.more()).isFalse();
    assertThat(shown.unreadable()).isNull();
  }

  // R27
  @Test
  void saysWhyAMessageCannotBeRead() {
    domain.process(new Place("o1", "p1", 1));
    jdbc.update("update foliot_message set payload = '{\"orderId\":' where stream = 'o1'");
    engine().run();
    HeldMessage parked = subscriptions.parked("board-projector", 0, 1).get(0);

    HeldMessageDetails shown = subscriptions.show("board-projector", parked.messageId());

    assertThat(parked.key()).isEqualTo("order-o1@" + parked.position());
    assertThat(shown.unreadable()).contains("placed");
    assertThat(shown.payload()).isEmpty();
    assertThat(shown.stored()).isEqualTo("{\"orderId\":");
  }

  // R25: the streams "line-1" of "order" and "1" of "order-line" print the same
  @Test
  void heldKeyHoldsUpNoStreamThatPrintsTheSame() {
    faults.decide(ErrorDecision.park());
    faults.fail(RESERVATION, "line-1", 1);
    domain.process(new Place("line-1", "p1", 1));
    domain.process(new Place("1", "p1", 1));
    jdbc.update("update foliot_message set category = 'order-line' where stream = '1'");

    engine().run();

    assertThat(reservations()).containsExactly("reservation line-1", "reservation 1");
    assertThat(subscriptions.parked(RESERVATION, 0, 10))
        .extracting(HeldMessage::streamId)
        .containsExactly("line-1");
  }

  @Test
  void triesAgainAndGoesOnInOrder() {
    HeldMessage parked = park("o1");
    faults.decide(ErrorDecision.retry());

    subscriptions.retry(RESERVATION, parked.messageId());
    EngineRun run = engine().run();

    assertThat(reservations())
        .containsExactly("reservation o1", "reservation o1", "reservation o1 cancelled");
    assertThat(run.steps())
        .filteredOn(step -> step.subscription().equals(RESERVATION))
        .extracting(Step::attempt, Step::outcome)
        .containsExactly(tuple(2, Outcome.HANDLED), tuple(1, Outcome.HANDLED));
    assertThat(run.isQuiescent()).isTrue();
  }

  // A retry is one more attempt
  @Test
  void isParkedAgainWhenItFailsAgain() {
    faults.fail(RESERVATION, "o1", 100);
    domain.process(new Place("o1", "p1", 1));
    engine().runUntilIdle();
    UUID id = subscriptions.parked(RESERVATION, 0, 1).get(0).messageId();

    subscriptions.retry(RESERVATION, id);
    engine().runUntilIdle();

    assertThat(reservations()).hasSize(6);
    assertThat(subscriptions.parked(RESERVATION, 0, 10))
        .extracting(HeldMessage::attempts)
        .containsExactly(6);
  }

  @Test
  void triesWaitingMessageAtOnce() {
    faults.fail(RESERVATION, "o1", 4);
    domain.process(new Place("o1", "p1", 1));
    engine().run();
    clock.set(START.plusMillis(299));
    HeldMessage waiting = subscriptions.held(RESERVATION, 0, 1).get(0);
    int calls = reservations().size();
    assertThat(waiting.nextAttemptAt()).isAfter(clock.instant());

    subscriptions.retry(RESERVATION, waiting.messageId());
    EngineRun run = engine().run();

    assertThat(reservations()).hasSizeGreaterThan(calls);
    assertThat(run.cycles().get(0).steps()).extracting(Step::attempt).contains(calls + 1);
  }

  @Test
  void triesOneAggregateOrKeyOrAll() {
    park("o1");
    park("o2");
    park("o3");
    faults.decide(ErrorDecision.retry());

    assertThat(subscriptions.retryAggregate(RESERVATION, "order", "o1")).isEqualTo(1);
    subscriptions.retryKey(RESERVATION, "order-o2");
    engine().run();
    assertThat(subscriptions.held(RESERVATION, 0, 10))
        .extracting(HeldMessage::streamId)
        .containsExactly("o3");

    assertThat(subscriptions.retryAll(RESERVATION)).isEqualTo(1);
    engine().run();
    assertThat(subscriptions.held(RESERVATION, 0, 10)).isEmpty();
    assertThat(subscriptions.retryAll(RESERVATION)).isZero();
    assertThat(reservations()).contains("reservation o1 cancelled", "reservation o3 cancelled");
  }

  // R27: it has a key of its own, under which nothing else is found once it can be read
  @Test
  void triesUnreadableMessageThatCanBeReadNow() {
    domain.process(new Place("o1", "p1", 1));
    String payload =
        jdbc.queryForObject("select payload from foliot_message where stream = 'o1'", String.class);
    jdbc.update("update foliot_message set payload = '{' where stream = 'o1'");
    engine().run();
    HeldMessage parked = subscriptions.parked("board-projector", 0, 1).get(0);
    jdbc.update("update foliot_message set payload = ? where stream = 'o1'", payload);

    subscriptions.retry("board-projector", parked.messageId());
    engine().run();

    assertThat(faults.calls()).contains("board o1");
    assertThat(subscriptions.held("board-projector", 0, 1)).isEmpty();
  }

  @Test
  void discardedMessageIsSkippedAndFollowersGoOn() {
    HeldMessage parked = park("o1");

    subscriptions.discard(RESERVATION, parked.messageId(), "the order was a test", "ann");
    EngineRun run = engine().run();

    assertThat(reservations()).containsExactly("reservation o1", "reservation o1 cancelled");
    assertThat(run.isQuiescent()).isTrue();
    assertThat(subscriptions.held(RESERVATION, 0, 10)).isEmpty();
    assertThat(subscriptions.discarded(RESERVATION, 0, 10))
        .singleElement()
        .satisfies(
            row -> {
              assertThat(row.messageId()).isEqualTo(parked.messageId());
              assertThat(row.reason()).isEqualTo("the order was a test");
              assertThat(row.discardedBy()).isEqualTo("ann");
              assertThat(row.discardedAt()).isBetween(START, clock.instant());
              assertThat(row.errorClass()).isEqualTo("java.lang.IllegalStateException");
              assertThat(row.attempts()).isEqualTo(1);
            });
    assertThat(
            jdbc.queryForObject(
                "select count(*) from foliot_message where stream = 'o1'", int.class))
        .isEqualTo(2);
  }

  @Test
  void discardsUnreadableMessage() {
    domain.process(new Place("o1", "p1", 1));
    jdbc.update("update foliot_message set payload = '{' where stream = 'o1'");
    engine().run();
    HeldMessage parked = subscriptions.parked("board-projector", 0, 1).get(0);

    subscriptions.discard("board-projector", parked.messageId(), "broken for ever", "ann");
    EngineRun run = engine().run();

    assertThat(run.steps()).isEmpty();
    assertThat(faults.calls()).doesNotContain("board o1");
    assertThat(subscriptions.held("board-projector", 0, 1)).isEmpty();
  }

  // R32: pulled forward and failed, the backfill lane has still to come to it
  @Test
  void discardedBackfillMessageIsNotHandledByItsLane() {
    faults.decide(ErrorDecision.park());
    faults.fail(RESERVATION, "o1", 1);
    domain.withPriority(Priority.BACKFILL, () -> domain.process(new Place("o1", "p1", 1)));
    domain.process(new Cancel("o1"));
    OpenSegments open = node.open(delivery -> {}, () -> 0.5);
    while (open.feed().step()) {
      assertThat(open.feed().head()).isPositive();
    }
    Segment reservation =
        open.segments().stream()
            .filter(segment -> segment.subscription().name().equals(RESERVATION))
            .findFirst()
            .orElseThrow();
    assertThat(reservation.step()).as("the primary lane pulls forward").isTrue();
    HeldMessage parked = subscriptions.parked(RESERVATION, 0, 1).get(0);

    subscriptions.discard(RESERVATION, parked.messageId(), "not wanted", "ann");
    engine().run();

    assertThat(reservations()).containsExactly("reservation o1", "reservation o1 cancelled");
  }

  // A published message may be stored twice; the second copy is the same message
  @Test
  void secondCopyOfDiscardedMessageIsNotHandled() {
    domain.process(new Place("o1", "p1", 1));
    domain.process(new Cancel("o1"));
    faults.fail("mail", "o1", 100);
    engine().runUntilIdle();
    HeldMessage parked = subscriptions.parked("cancellation-mails", 0, 1).get(0);
    jdbc.update("update foliot_outbox set status = 'pending', next_attempt_at = null");
    engine().run();
    faults.fail("mail", "o1", 0);

    subscriptions.discard("cancellation-mails", parked.messageId(), "no mail", "ann");
    engine().runUntilIdle();

    assertThat(faults.calls()).filteredOn(call -> call.equals("mail o1")).hasSize(5);
    assertThat(subscriptions.held("cancellation-mails", 0, 1)).isEmpty();
  }

  // R28: the owner's batch in hand meets a key that was discarded meanwhile
  @Test
  void batchInHandDoesNotCommitOverAChange() {
    HeldMessage parked = park("o1");
    subscriptions.retry(RESERVATION, parked.messageId());
    faults.during(
        RESERVATION,
        "o1",
        () -> subscriptions.discard(RESERVATION, parked.messageId(), "too late", "ann"));

    assertThatThrownBy(() -> engine().run()).isInstanceOf(SegmentLostException.class);
    EngineRun after = engine().run();

    assertThat(after.steps())
        .filteredOn(step -> step.subscription().equals(RESERVATION))
        .extracting(Step::messageType, Step::outcome)
        .containsExactly(tuple("cancelled", Outcome.HANDLED));
    assertThat(subscriptions.discarded(RESERVATION, 0, 10)).hasSize(1);
  }

  @Test
  void refusesWhatIsNotHeld() {
    UUID id = UUID.fromString("00000000-0000-7000-8000-000000000001");

    assertThatThrownBy(() -> subscriptions.retry(RESERVATION, id))
        .isInstanceOf(HeldMessageNotFoundException.class)
        .hasMessage(
            "Subscription reservation has no failed message with the id %s: it was handled or discarded meanwhile, or the id is wrong. List the held messages with subscriptions.held(\"reservation\", …), or foliot parked reservation."
                .formatted(id));
    assertThatThrownBy(() -> subscriptions.discard(RESERVATION, id, "why", "ann"))
        .isInstanceOf(HeldMessageNotFoundException.class);
    assertThatThrownBy(() -> subscriptions.retryAggregate(RESERVATION, "order", "o9"))
        .hasMessageContaining("has no failed message of the aggregate order-o9");
    assertThatThrownBy(() -> subscriptions.show("reservations", id))
        .isInstanceOf(UnknownSubscriptionException.class)
        .hasMessage(
            "No subscription has the name reservations; known are [board-projector,"
                + " cancellation-mails, commands, hopper, reservation]. Correct the name, or first start the application with the new subscription.");
  }

  // Exceptions without a stack trace are common, and some print nothing at all
  @Test
  void findsWhatFailedWithoutAStackTrace() {
    RuntimeException silent =
        new RuntimeException("no Ann Smith", null, false, false) {
          @Override
          public void printStackTrace(PrintWriter out) {}
        };
    RuntimeException withoutFrames = new RuntimeException("no Ann Smith", null, false, false) {};
    faults.decide(ErrorDecision.park());
    throwing("o1", silent);
    throwing("o2", withoutFrames);
    engine().run();
    domain.forget("somebody");

    List<HeldMessage> parked = subscriptions.parked(RESERVATION, 0, 10);
    assertThat(parked)
        .extracting(HeldMessage::streamId, HeldMessage::errorText)
        .containsExactly(
            tuple("o1", "(removed when a data subject was forgotten)"),
            tuple("o2", "(removed when a data subject was forgotten)"));
    subscriptions.discard(RESERVATION, parked.get(0).messageId(), "why", "ann");
    assertThat(subscriptions.retryAll(RESERVATION)).isEqualTo(1);
  }

  // Many may be parked, and each trace is some thousand characters long
  @Test
  void engineRemembersNoStackTraces() {
    HeldMessage parked = park("o1");
    OpenSegments open = node.open(delivery -> {}, () -> 0.5);

    assertThat(open.segments())
        .flatExtracting(segment -> segment.held().all())
        .singleElement()
        .satisfies(held -> assertThat(held.stackTrace()).isEmpty());
    open.close();
    assertThat(subscriptions.show(RESERVATION, parked.messageId()).stackTrace())
        .contains("Shop$Faults.call");
  }

  private void throwing(String orderId, RuntimeException error) {
    faults.during(
        RESERVATION,
        orderId,
        () -> {
          throw error;
        });
    domain.process(new Place(orderId, "p1", 1));
  }

  @Test
  void refusesListsWithoutALimit() {
    assertThatThrownBy(() -> subscriptions.parked(RESERVATION, 0, -1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "A list has from 1 to 10000 messages, not -1. To see more, continue after the last"
                + " message of the list.");
    assertThatThrownBy(() -> subscriptions.held(RESERVATION, 0, 10_001))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> subscriptions.discarded(RESERVATION, 0, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesToListDiscardedMessagesOfAnUnknownName() {
    assertThat(subscriptions.discarded(RESERVATION, 0, 10)).isEmpty();

    assertThatThrownBy(() -> subscriptions.discarded("reservations", 0, 10))
        .isInstanceOf(UnknownSubscriptionException.class);
  }

  @Test
  void refusesToDiscardWithoutAReason() {
    HeldMessage parked = park("o1");

    assertThatThrownBy(() -> subscriptions.discard(RESERVATION, parked.messageId(), " ", "ann"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Nothing was changed: give a reason, in 1 to 1000 characters, instead of \" \".");
    assertThat(subscriptions.parked(RESERVATION, 0, 10)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"r\0", "r\uD83D"})
  void refusesAReasonThatIsNotStoredAsItIs(String reason) {
    UUID id = park("o1").messageId();

    assertThatThrownBy(() -> subscriptions.discard(RESERVATION, id, reason, "ann"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching(
            "The text for a reason has .* at index 1, so it cannot be stored as it is\\. .*");
    assertThatThrownBy(() -> subscriptions.discard(RESERVATION, id, "r", reason))
        .hasMessageStartingWith("The text for the name of the person has ");
    assertThatThrownBy(() -> subscriptions.pause(RESERVATION, reason))
        .hasMessageStartingWith("The text for a reason has ");
    assertThat(subscriptions.parked(RESERVATION, 0, 10)).hasSize(1);
  }

  @Test
  void quotesOnlyTheBeginningOfATooLongReason() {
    UUID id = park("o1").messageId();
    String reason = "x".repeat(99) + "\uD83D\uDCE6".repeat(2_500);

    assertThatThrownBy(() -> subscriptions.discard(RESERVATION, id, reason, "ann"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Nothing was changed: give a reason, in 1 to 1000 characters, instead of \"%s…\" with 5099 characters.",
            "x".repeat(99));
    assertThatThrownBy(() -> subscriptions.pause(RESERVATION, reason))
        .hasMessageContaining("with 5099 characters");
  }

  @Test
  void cutsLongErrorBetweenCharacters() {
    throwing("o1", new IllegalStateException("x".repeat(3_999) + "\uD83D\uDCE6"));

    engine().run();

    assertThat(subscriptions.held(RESERVATION, 0, 10))
        .singleElement()
        .extracting(HeldMessage::errorText)
        .isEqualTo("x".repeat(3_999));
  }

  // A message that goes on behind one that was discarded is no failed message
  @Test
  void keyThatGoesOnIsNotHeld() {
    HeldMessage parked = park("o1");
    subscriptions.discard(RESERVATION, parked.messageId(), "why", "ann");

    assertThat(subscriptions.held(RESERVATION, 0, 10)).isEmpty();
    assertThatThrownBy(() -> subscriptions.retry(RESERVATION, parked.messageId()))
        .isInstanceOf(HeldMessageNotFoundException.class);
    assertThat(subscriptions.status(RESERVATION).waiting()).isEqualTo(1);
    clock.advance(Duration.ofSeconds(1));
    engine().run();
    assertThat(subscriptions.status(RESERVATION).waiting()).isZero();
  }

  // The follower that fails is held in its turn
  @Test
  void followerOfDiscardedMessageMayFail() {
    HeldMessage parked = park("o1");
    faults.fail(RESERVATION, "o1 cancelled", 1);
    domain.process(new Receive("p1", 10));

    subscriptions.discard(RESERVATION, parked.messageId(), "why", "ann");
    engine().run();

    assertThat(subscriptions.parked(RESERVATION, 0, 10))
        .extracting(HeldMessage::type, HeldMessage::attempts)
        .containsExactly(tuple("cancelled", 1));
  }
}

package dev.foliot.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.foliot.EngineRun;
import dev.foliot.eventstore.EventStore;
import dev.foliot.eventstore.StreamName;
import dev.foliot.handler.Delivery.Outcome;
import dev.foliot.message.RecordedMessage;
import dev.foliot.outbox.OutboundMessage;
import dev.foliot.shop.Shop.Board;
import dev.foliot.shop.Shop.Cancel;
import dev.foliot.shop.Shop.Hop;
import dev.foliot.shop.Shop.Place;
import dev.foliot.shop.Shop.Receive;
import dev.foliot.shop.ShopTest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** R22 to R27: each message once, in order, retried, held or parked for its own key alone. */
class DeliveryIntegrationTests extends ShopTest {

  // R24
  @Test
  void handlesPendingEventOnce() {
    domain.process(new Place("o1", "p1", 1));

    EngineRun first = engine().run();
    EngineRun second = engine().run();

    assertThat(first.cycles()).hasSize(3);
    assertThat(steps(first, "board-projector")).hasSize(1);
    assertThat(second.steps()).isEmpty();
    assertThat(status("o1")).isEqualTo("placed");
  }

  // R34
  @Test
  void handlesChainOfFortyHopsInOneRun() {
    domain.process(new Hop("c1", 40));

    EngineRun run = engine().run();

    assertThat(faults.calls()).hasSize(40).doesNotHaveDuplicates();
    assertThat(run.cycles().get(0).steps()).hasSize(40);
    assertThat(run.isQuiescent()).isTrue();
  }

  // R25
  @Test
  void handlesAtSecondAttemptAfterDelay() {
    faults.fail("board", "o1", 1);
    domain.process(new Place("o1", "p1", 1));

    EngineRun run = engine().run();

    List<Step> steps = steps(run, "board-projector");
    assertThat(steps).extracting(Step::outcome).containsExactly(Outcome.RETRY, Outcome.HANDLED);
    assertThat(steps).extracting(Step::attempt).containsExactly(1, 2);
    assertThat(run.cycles().get(0).steps()).contains(steps.get(0));
    assertThat(run.cycles().get(1).steps()).containsExactly(steps.get(1));
    assertThat(run.cycles().get(1).at()).isEqualTo(START.plusMillis(100));
  }

  // R25: the second pause is twice the first, so it is not over within three cycles
  @Test
  void doesNotRetryBeforeDelayIsOver() {
    faults.fail("board", "o1", 2);
    domain.process(new Place("o1", "p1", 1));

    EngineRun run = engine().run();

    assertThat(steps(run, "board-projector")).hasSize(2);
    assertThat(run.leftovers())
        .singleElement()
        .satisfies(left -> assertThat(left.what()).isEqualTo(Leftover.What.WAITING))
        .satisfies(left -> assertThat(left.dueAt()).isEqualTo(START.plusMillis(300)));
    assertThat(engine().runUntilIdle().isQuiescent()).isTrue();
    assertThat(status("o1")).isEqualTo("placed");
  }

  // R25
  @Test
  void parksAfterLastAttemptAndHoldsBackOnlyItsKey() {
    faults.fail("reservation", "bad", 100);
    domain.process(new Place("bad", "p1", 1));
    domain.process(new Place("good", "p1", 1));
    domain.process(new Cancel("bad"));
    domain.process(new Cancel("good"));

    EngineRun run = engine().runUntilIdle();

    assertThat(calls("reservation bad")).hasSize(5);
    assertThat(calls("reservation bad cancelled")).isEmpty();
    assertThat(faults.calls()).containsOnlyOnce("reservation good", "reservation good cancelled");
    assertThat(run.leftovers())
        .singleElement()
        .satisfies(left -> assertThat(left.what()).isEqualTo(Leftover.What.PARKED))
        .satisfies(left -> assertThat(left.key()).isEqualTo("order-bad"))
        .satisfies(left -> assertThat(left.attempts()).isEqualTo(5))
        .satisfies(left -> assertThat(left.error()).contains("reservation fails on bad"));
    Map<String, Object> held = jdbc.queryForMap("select * from foliot_held");
    assertThat(held.get("stack_trace").toString()).contains("IllegalStateException");
    assertThat(held).containsEntry("status", "parked").containsEntry("message_type", "placed");
  }

  // R25: what waits behind a failure is handled in order when it is over, each message once
  @Test
  void followersOfFailedMessageKeepTheirOrder() {
    faults.fail("board", "o1", 1);
    domain.process(new Receive("p1", 10));
    domain.process(new Place("o1", "p1", 1));
    domain.process(new Cancel("o1"));
    domain.process(new Place("o2", "p1", 1));

    EngineRun run = engine().runUntilIdle();

    assertThat(calls("board o1"))
        .containsExactly("board o1", "board o1", "board o1 cancelled", "board o1 reserved");
    assertThat(status("o2")).isEqualTo("reserved");
    assertThat(run.isQuiescent()).isTrue();
  }

  // R25: a follower that fails in its turn is tried as often as any message
  @Test
  void followerThatFailsHasAttemptsOfItsOwn() {
    faults.fail("reservation", "o1", 2);
    faults.fail("reservation", "o1 cancelled", 2);
    domain.process(new Place("o1", "p1", 1));
    domain.process(new Cancel("o1"));

    EngineRun run = engine().runUntilIdle();

    assertThat(steps(run, "reservation"))
        .extracting(Step::attempt)
        .containsExactly(1, 2, 3, 1, 2, 3);
    assertThat(run.isQuiescent()).isTrue();
  }

  // R25: message k of a batch throws: one call is one attempt, the others are handled once
  @Test
  void failureInsideBatchLeavesTheOthersHandled() {
    for (int i = 1; i <= 5; i++) {
      domain.process(new Place("o" + i, "p1", 1));
    }
    faults.fail("board", "o3", 1);

    EngineRun run = engine().run();

    assertThat(calls("board o3")).hasSize(2);
    assertThat(domain.viewFor(Board.class).count()).isEqualTo(5);
    assertThat(steps(run, "board-projector")).hasSize(6);
  }

  // R25: the flush fails for one message of a batch, whichever it is
  @Test
  void failureAtFlushIsFoundOneByOne() {
    for (int i = 1; i <= 4; i++) {
      domain.process(new Place("o" + i, "p1", 1));
    }
    jdbc.update("insert into shop$board (order_id, status, changes) values ('o3', 'there', 0)");

    EngineRun run = engine().runUntilIdle();

    assertThat(domain.viewFor(Board.class).count()).isEqualTo(4);
    assertThat(status("o4")).isEqualTo("placed");
    assertThat(run.leftovers())
        .singleElement()
        .satisfies(left -> assertThat(left.key()).isEqualTo("o3"))
        .satisfies(left -> assertThat(left.attempts()).isEqualTo(5));
  }

  // The inbox is asked for each message of a batch
  @Test
  void publishedEventThatComesTwiceInABatchIsHandledOnce() {
    domain.process(new Place("o1", "p1", 1));
    domain.process(new Cancel("o1"));
    EventStore log = node.parts().storage().log();
    RecordedMessage event = log.readStream(new StreamName("order", "o1"), 2, 2, 1).get(0);
    OutboundMessage copy =
        new OutboundMessage("cancellations", "order-o1", event.metadata(), event.json());
    node.parts().relay().broker().publish(copy);
    node.parts().relay().broker().publish(copy);

    EngineRun run = engine().run();

    assertThat(calls("mail o1")).hasSize(1);
    assertThat(steps(run, "cancellation-mails"))
        .extracting(Step::attempt, Step::outcome)
        .containsOnly(tuple(1, Outcome.HANDLED))
        .hasSize(3); // the outbox published it, too
  }

  // R25: each run claims anew and reads everything from the database, as after a restart
  @Test
  void countsAttemptsAcrossRestart() {
    faults.fail("board", "o1", 2);
    domain.process(new Place("o1", "p1", 1));
    engine().run();

    clock.advance(Duration.ofSeconds(1));
    EngineRun afterRestart = engine().run();

    assertThat(steps(afterRestart, "board-projector")).extracting(Step::attempt).containsExactly(3);
  }

  // R27
  @Test
  void parksUnreadableMessageOnceAndGoesOn() {
    domain.process(new Place("o1", "p1", 1));
    domain.process(new Place("o2", "p1", 1));
    domain.process(new Place("o3", "p1", 1));
    domain.process(new Place("o4", "p1", 1));
    domain.process(new Place("o5", "p1", 1));
    jdbc.update("update foliot_message set payload = '{\"orderId\":' where stream = 'o1'");
    jdbc.update("update foliot_message set type = 'gone' where stream = 'o2'");
    jdbc.update("update foliot_message set metadata = '{' where stream = 'o4'");
    jdbc.update("update foliot_message set metadata = 'null' where stream = 'o5'");

    EngineRun run = engine().runUntilIdle();
    EngineRun again = engine().runUntilIdle();

    assertThat(steps(run, "reservation"))
        .extracting(Step::streamId, Step::outcome)
        .containsExactlyInAnyOrder(
            tuple("o1", Outcome.PARKED),
            tuple("o2", Outcome.PARKED),
            tuple("o3", Outcome.HANDLED),
            tuple("o4", Outcome.PARKED),
            tuple("o5", Outcome.PARKED));
    assertThat(again.steps()).isEmpty();
    assertThat(again.leftovers()).extracting(Leftover::what).containsOnly(Leftover.What.PARKED);
  }

  @Test
  void subscriptionThatFiltersEverythingAdvances() {
    for (int i = 0; i < 30; i++) {
      domain.process(new Receive("p1", 1));
    }

    engine().run();

    assertThat(checkpoint("reservation")).isEqualTo(lastPosition());
  }

  // R34: two runs over the same log give the same report
  @Test
  void sameLogGivesSameReport() {
    String first = reportOfMixedWork();
    beginAgain();
    String second = reportOfMixedWork();

    assertThat(second).isEqualTo(first);
  }

  private String reportOfMixedWork() {
    faults.fail("board", "o2", 1);
    domain.process(new Receive("p1", 10));
    for (int i = 1; i <= 3; i++) {
      domain.process(new Place("o" + i, "p1", 1));
    }
    domain.process(new Cancel("o3"));
    return engine().run().toString();
  }

  private static List<Step> steps(EngineRun run, String subscription) {
    return run.steps().stream().filter(step -> step.subscription().equals(subscription)).toList();
  }

  private List<String> calls(String prefix) {
    return faults.calls().stream()
        .filter(call -> call.equals(prefix) || call.startsWith(prefix + " "))
        .toList();
  }

  private String status(String orderId) {
    return domain.viewFor(Board.class).get(orderId).status();
  }

  private long checkpoint(String subscription) {
    return jdbc.queryForObject(
        "select min(position) from foliot_checkpoint where subscription = ?",
        Long.class,
        subscription);
  }

  private long lastPosition() {
    return jdbc.queryForObject("select max(position) from foliot_message", Long.class);
  }
}

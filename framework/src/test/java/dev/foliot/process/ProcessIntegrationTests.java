package dev.foliot.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.foliot.EngineRun;
import dev.foliot.engine.Leftover;
import dev.foliot.engine.Step;
import dev.foliot.handler.Delivery.Outcome;
import dev.foliot.process.checkout.CheckoutTest;
import dev.foliot.process.checkout.Wishes.ListBegun;
import dev.foliot.process.checkout.Wishes.WishAdded;
import dev.foliot.process.checkout.Wishes.WishList;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** R43: a process from its start to its end. */
class ProcessIntegrationTests extends CheckoutTest {
  private static final String RESERVE = "ReserveStock {\"orderId\":\"o1\",\"lines\":2}";
  private static final String PAY = "TakePayment {\"orderId\":\"o1\",\"total\":20.10}";
  private static final String SHIP = "ShipOrder {\"orderId\":\"o1\",\"deliverBy\":\"2026-02-28\"}";

  private ProcessInstance instance() {
    return domain.processes().find("checkout", "o1").orElseThrow();
  }

  @Test
  void threeStepsSendTheirCommands() {
    placed("o1");
    run();
    reserved("o1");
    run();
    paid("o1");
    run();
    shipped("o1");
    run();

    assertThat(sent()).containsExactly(RESERVE, PAY, SHIP);
    assertThat(instance())
        .returns(ProcessStatus.ENDED, ProcessInstance::status)
        .returns(List.of(), ProcessInstance::timers);
  }

  @Test
  void stateKeepsItsTypes() {
    placed("o1");
    run();
    reserved("o1");
    run();

    assertThat(instance().state())
        .isEqualTo(
            "{\"deliverBy\":\"2026-02-28\",\"lines\":[{\"productId\":\"p1\",\"quantity\":2,\"price\":10.00},{\"productId\":\"p2\",\"quantity\":1,\"price\":0.10}],\"orderId\":\"o1\",\"paid\":false,\"total\":20.10}");
  }

  @Test
  void allEventsOfOneBatchWriteTheInstanceOnce() {
    placed("o1");
    reserved("o1");
    paid("o1");

    run();

    assertThat(sent()).containsExactly(RESERVE, PAY, SHIP);
    assertThat(jdbc.queryForObject("select revision from foliot_process", Long.class)).isEqualTo(1);
    assertThat(jdbc.queryForObject("select count(*) from foliot_timer", Long.class)).isZero();
  }

  @Test
  void commandOfOneStepKeepsItsContentInTheNextOnesOfTheBatch() {
    domain.append(WishList.class, "w1", List.of(new ListBegun("w1", "bike")));
    domain.append(WishList.class, "w1", List.of(new WishAdded("w1", "drum")));

    run();

    assertThat(sent())
        .containsExactly(
            "NoteWishes {\"listId\":\"w1\",\"wishes\":[\"bike\"]}",
            "NoteWishes {\"listId\":\"w1\",\"wishes\":[\"bike\",\"drum\"]}");
  }

  @Test
  void unpaidOrderIsCompensatedAndRejected() {
    placed("o1");
    reserved("o1");
    run();
    assertThat(instance().timers())
        .containsExactly(
            new ProcessTimer("payment", START.plus(Duration.ofMinutes(15)), "PaymentTimedOut"));

    runAfter(Duration.ofMinutes(14));
    assertThat(sent()).containsExactly(RESERVE, PAY);
    runAfter(Duration.ofMinutes(1));

    assertThat(sent())
        .containsExactly(
            RESERVE,
            PAY,
            "ReleaseStock {\"orderId\":\"o1\",\"step\":2}",
            "ReleaseStock {\"orderId\":\"o1\",\"step\":1}",
            "RejectOrder {\"orderId\":\"o1\",\"reason\":\"not paid\"}");
    assertThat(instance().status()).isEqualTo(ProcessStatus.ENDED);
  }

  @Test
  void clockThatJumpsForwardEndsTheWait() { // R41
    placed("o1");
    run();
    clock.advance(Duration.ofDays(1));
    reserved("o1");
    run();
    clock.set(START.plus(Duration.ofDays(400)));
    run();
    clock.set(START.plus(Duration.ofDays(1)));
    run();

    assertThat(sent()).filteredOn(each -> each.startsWith("RejectOrder")).hasSize(1);
    assertThat(domain.processes().find("checkout", "o1").orElseThrow().status())
        .isEqualTo(ProcessStatus.ENDED);
  }

  @Test
  void clockThatJumpsBackFiresNothingEarlyAndNothingTwice() { // R41
    placed("o1");
    reserved("o1");
    run();
    clock.set(START.minus(Duration.ofDays(30)));
    placed("o2");
    reserved("o2");
    run();

    clock.advance(Duration.ofMinutes(15));
    run();
    assertThat(sent())
        .filteredOn(each -> each.startsWith("RejectOrder"))
        .singleElement()
        .asString()
        .contains("o2");

    clock.set(START.plus(Duration.ofMinutes(15)));
    run();
    clock.set(START);
    run();
    assertThat(sent()).filteredOn(each -> each.startsWith("RejectOrder")).hasSize(2);
    assertThat(jdbc.queryForObject("select count(*) from foliot_timer", Long.class)).isZero();
  }

  @Test
  void transitionsAreKept() {
    placed("o1");
    reserved("o1");
    run();
    clock.advance(Duration.ofMinutes(1));
    paid("o1");
    shipped("o1");
    run();

    List<ProcessTransition> transitions = domain.processes().transitions("checkout", "o1");
    assertThat(transitions)
        .extracting(
            ProcessTransition::number,
            ProcessTransition::messageType,
            ProcessTransition::status,
            each -> List.copyOf(each.sent().values()))
        .containsExactly(
            tuple(1, "OrderPlaced", ProcessStatus.RUNNING, List.of("ReserveStock")),
            tuple(2, "StockReserved", ProcessStatus.RUNNING, List.of("TakePayment")),
            tuple(3, "PaymentTaken", ProcessStatus.RUNNING, List.of("ShipOrder")),
            tuple(4, "OrderShipped", ProcessStatus.ENDED, List.of()));
    assertThat(transitions.get(0).changes()).contains("\"total\":20.10");
    assertThat(transitions.get(1).changes()).isNull();
    assertThat(transitions.get(1).timersSet())
        .isEqualTo(Map.of("payment", START.plus(Duration.ofMinutes(15))));
    assertThat(transitions.get(2).changes()).isEqualTo("{\"paid\":true}");
    assertThat(transitions.get(2).timersCancelled()).containsExactly("payment");
    assertThat(instance().sent()).extracting(SentCommand::type).contains("ShipOrder");
  }

  @Test
  void causeOfCommandIsTheEvent() {
    placed("o1");
    run();

    assertThat(
            jdbc.queryForObject(
                """
                select count(*) from foliot_message c join foliot_message e on e.id = c.causation_id
                 where c.type = 'ReserveStock' and e.type = 'OrderPlaced'
                   and c.correlation_id = e.correlation_id""",
                Long.class))
        .isEqualTo(1);
  }

  @Test
  void earlyEventsWaitForTheStart() { // R43
    paid("o1");
    reserved("o1");
    run();
    assertThat(sent()).isEmpty();
    assertThat(instance())
        .returns(ProcessStatus.EARLY, ProcessInstance::status)
        .returns(null, ProcessInstance::state)
        .returns(List.of("PaymentTaken", "StockReserved"), ProcessInstance::earlyEvents);

    placed("o1");
    run();

    assertThat(sent()).containsExactly(RESERVE, SHIP, PAY);
    assertThat(calls.all()).containsExactly("placed o1", "paid o1", "reserved o1");
    assertThat(instance().earlyEvents()).isEmpty();
    assertThat(instance().timers()).extracting(ProcessTimer::name).containsExactly("payment");
    assertThat(
            jdbc.queryForObject(
                """
                select count(*) from foliot_message c join foliot_message e on e.id = c.causation_id
                 where c.type = 'ShipOrder' and e.type = 'PaymentTaken'""",
                Long.class))
        .isEqualTo(1);
  }

  @Test
  void earlyEventsInTheBatchOfTheStart() {
    paid("o1");
    placed("o1");
    run();

    assertThat(sent()).containsExactly(RESERVE, SHIP);
    assertThat(jdbc.queryForObject("select count(*) from foliot_process_early", Long.class))
        .isZero();
    assertThat(jdbc.queryForObject("select count(*) from foliot_timer", Long.class)).isZero();
  }

  @Test
  void earlyEventIsIgnoredIfSoDeclared() {
    domain.append(WishList.class, "w1", List.of(new WishAdded("w1", "drum")));

    EngineRun early = run();
    domain.append(WishList.class, "w1", List.of(new ListBegun("w1", "bike")));
    run();

    assertThat(outcomes(early, "wishes")).containsExactly(Outcome.IGNORED);
    assertThat(sent()).containsExactly("NoteWishes {\"listId\":\"w1\",\"wishes\":[\"bike\"]}");
    assertThat(domain.processes().transitions("wishes", "w1")).hasSize(1);
    assertThat(jdbc.queryForObject("select count(*) from foliot_process_early", Long.class))
        .isZero();
  }

  @Test
  void startWaitsBehindAParkedEarlyEvent() {
    domain.append(WishList.class, "w1", List.of(new WishAdded("w1", "drum")));
    EngineRun early = run();
    domain.append(WishList.class, "w1", List.of(new ListBegun("w1", "bike")));
    run();
    assertThat(early.leftovers())
        .extracting(Leftover::what, Leftover::where, Leftover::key, Leftover::attempts)
        .containsExactly(tuple(Leftover.What.PARKED, "wish-count", "w1", 1));

    domain.subscriptions().retryAll("wish-count");
    EngineRun retried = run();

    assertThat(retried.leftovers()).extracting(Leftover::what).contains(Leftover.What.PARKED);
    assertThat(domain.processes().find("wish-count", "w1")).isEmpty();
  }

  @Test
  void parkedEarlyEventIsDiscardedForItsStart() {
    domain.append(WishList.class, "w1", List.of(new WishAdded("w1", "drum")));
    domain.append(WishList.class, "w1", List.of(new ListBegun("w1", "bike")));
    run();

    UUID parked =
        jdbc.queryForObject("select id from foliot_message where type = 'WishAdded'", UUID.class);
    domain.subscriptions().discard("wish-count", parked, "it came too early", "a person");
    EngineRun discarded = run();

    assertThat(discarded.leftovers()).isEmpty();
    assertThat(domain.processes().find("wish-count", "w1").orElseThrow())
        .returns(ProcessStatus.RUNNING, ProcessInstance::status)
        .returns("{\"wishes\":1}", ProcessInstance::state);
  }

  private static List<Outcome> outcomes(EngineRun run, String subscription) {
    return run.steps().stream()
        .filter(step -> step.subscription().equals(subscription))
        .map(Step::outcome)
        .toList();
  }

  @Test
  void overdueStartIsParkedForAPerson() {
    paid("o1");
    run();

    EngineRun late = runAfter(Duration.ofHours(1));

    assertThat(late.leftovers())
        .extracting(Leftover::what, Leftover::where, Leftover::key, Leftover::attempts)
        .containsExactly(tuple(Leftover.What.PARKED, "checkout", "o1", 1));
    assertThat(late.leftovers().get(0).error())
        .contains(
            "Process checkout o1 has events that wait for its start, which has not come within 1h.");
  }

  @Test
  void startAfterDiscardTakesTheEarlyEvents() {
    paid("o1");
    run();
    runAfter(Duration.ofHours(1));
    placed("o1");
    run();
    assertThat(sent()).isEmpty();

    UUID overdue =
        jdbc.queryForObject(
            "select id from foliot_message where type = 'foliot:overdue-early-events'", UUID.class);
    domain.subscriptions().discard("checkout", overdue, "the start has come", "a person");
    run();

    assertThat(sent()).containsExactly(RESERVE, SHIP);
  }

  @Test
  void earlyEventsCanBeDropped() {
    paid("o1");
    run();
    runAfter(Duration.ofHours(1));

    assertThat(domain.processes().dropEarly("checkout", "o1")).isTrue();
    domain.subscriptions().retryAll("checkout");
    EngineRun retried = run();

    assertThat(retried.leftovers()).isEmpty();
    assertThat(domain.processes().find("checkout", "o1")).isEmpty();
    assertThat(jdbc.queryForObject("select count(*) from foliot_process_early", Long.class))
        .isZero();
    assertThat(domain.processes().dropEarly("checkout", "o1")).isFalse();
  }

  @Test
  void eventsAfterTheEndAreIgnoredAndCounted() { // R43
    placed("o1");
    shipped("o1");
    run();

    paid("o1");
    EngineRun late = run();

    assertThat(late.steps())
        .filteredOn(step -> step.subscription().equals("checkout"))
        .extracting(Step::messageType, Step::outcome)
        .containsExactly(tuple("PaymentTaken", Outcome.IGNORED));
    assertThat(calls.all()).doesNotContain("paid o1");
  }

  @Test
  void secondStartIsParkedAtOnce() {
    placed("o1");
    run();
    placed("o1");

    EngineRun run = run();

    assertThat(run.leftovers())
        .extracting(Leftover::what, Leftover::key, Leftover::attempts)
        .containsExactly(tuple(Leftover.What.PARKED, "o1", 1));
    assertThat(calls.all()).containsExactly("placed o1");
  }

  @Test
  void failedStepChangesNothing() { // R25
    calls.fail("reserved o1");
    placed("o1");
    reserved("o1");
    run();

    assertThat(sent()).containsExactly(RESERVE);
    assertThat(domain.processes().transitions("checkout", "o1")).hasSize(1);
    assertThat(instance().timers()).isEmpty();

    calls.reset();
    runAfter(Duration.ofSeconds(10));

    assertThat(sent()).containsExactly(RESERVE, PAY);
  }

  @Test
  void eventBeforeTimerInTheLogWins() { // race: the timer has been moved before it is cancelled
    placed("o1");
    reserved("o1");
    run();
    domain.subscriptions().pause("checkout", "race");
    paid("o1");
    runAfter(Duration.ofMinutes(15));
    assertThat(timerMessages()).isEqualTo(1);

    domain.subscriptions().resume("checkout");
    EngineRun run = run();

    assertThat(sent()).containsExactly(RESERVE, PAY, SHIP);
    assertThat(run.steps())
        .filteredOn(step -> step.messageType().equals("PaymentTimedOut"))
        .extracting(Step::outcome)
        .containsExactly(Outcome.IGNORED);
  }

  @Test
  void timerBeforeEventInTheLogWins() { // race, the other way round
    placed("o1");
    reserved("o1");
    run();
    domain.subscriptions().pause("checkout", "race");
    runAfter(Duration.ofMinutes(15));
    paid("o1");
    assertThat(timerMessages()).isEqualTo(1);

    domain.subscriptions().resume("checkout");
    run();

    assertThat(sent()).last().asString().startsWith("RejectOrder");
    assertThat(calls.all()).doesNotContain("paid o1");
  }

  private long timerMessages() {
    return jdbc.queryForObject(
        "select count(*) from foliot_message where type = 'PaymentTimedOut'", Long.class);
  }
}

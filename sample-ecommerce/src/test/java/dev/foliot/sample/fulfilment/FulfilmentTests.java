package dev.foliot.sample.fulfilment;

import static dev.foliot.test.FoliotAssertions.*;
import static java.time.Duration.ofDays;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofSeconds;

import dev.foliot.sample.fraud.FraudDecided;
import dev.foliot.sample.order.OrderLine;
import dev.foliot.sample.shipping.RefuseShipment;
import dev.foliot.sample.shipping.ShipOrder;
import dev.foliot.test.WorkflowResult;
import dev.foliot.test.WorkflowTestRun;
import dev.foliot.test.WorkflowTestRunner;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Level 1, for a workflow: two weeks pass in a millisecond. */
class FulfilmentTests {
  private static final List<OrderLine> LINES = List.of(new OrderLine("pendulum", 2));
  private static final FulfilOrder SMALL = order("99.95");
  private static final FulfilOrder LARGE = order("1500.00");
  private static final ShipOrder SHIPPED = new ShipOrder("ord-1", "cust-123", "TRACK-1", LINES);

  private final Set<String> desk = new HashSet<>();
  private final RecordedCarrier carrier = new RecordedCarrier();
  private @Nullable FraudDecided verdict = new FraudDecided("ord-1", true, "no doubts");

  @Test
  void shipsAndAsksForAReview() {
    WorkflowResult<FulfilmentResult> result =
        fulfilment().at(ofHours(1), callback("carrier").succeeds("TRACK-1")).run(SMALL);

    assertThat(result)
        .hasResult(FulfilmentResult.shipped("TRACK-1"))
        .didNotRun("approval", "cancel")
        .sent(SHIPPED)
        .published(new ReviewDue("ord-1", "cust-123"))
        .took(ofDays(14).plusHours(1));
  }

  @Test
  void waitsForAPersonAboveTheLimit() {
    WorkflowTestRun<FulfilmentResult> run = fulfilment().start(LARGE);
    assertThat(run.result()).isWaitingFor("approval");
    assertThat(desk).containsExactly("ord-1");

    run.complete("approval", "ann");

    assertThat(run.result()).isWaitingFor("carrier").ran("ask", "book").inOrder();
  }

  @Test
  void cancelsTheBookingWhenTheCarrierDoesNotAnswer() {
    WorkflowResult<FulfilmentResult> result = fulfilment().run(SMALL);

    assertThat(result)
        .hasResult(FulfilmentResult.refused("no answer in time: carrier"))
        .ran("book", "cancel", "refuse")
        .inOrder()
        .sent(new RefuseShipment("ord-1", "no answer in time: carrier"))
        .took(ofHours(12));
    assertThat(carrier.cancelled).containsExactly("ord-1");
  }

  @Test
  void callsACarrierAgainThatWasAway() {
    carrier.failNext(new CarrierUnavailableException("test"), 2);

    WorkflowResult<FulfilmentResult> result =
        fulfilment().at(ofHours(1), callback("carrier").succeeds("TRACK-1")).run(SMALL);

    assertThat(result).succeeded().hasAttempts("book", 3).sent(SHIPPED);
    assertThat(carrier.keys).hasSize(1); // the carrier knows that it is one booking
  }

  @Test
  void survivesACrashAnywhere() {
    WorkflowResult<FulfilmentResult> result =
        fulfilment()
            .at(ofSeconds(10), callback("approval").succeeds("ann"))
            .at(ofHours(1), callback("carrier").succeeds("TRACK-1"))
            .crashAfterEachAppend()
            .run(LARGE);

    assertThat(result).succeeded().sent(SHIPPED);
    assertThat(carrier.keys).hasSize(1);
  }

  @Test
  void refusesWhatAPersonRejects() {
    WorkflowResult<FulfilmentResult> result =
        fulfilment()
            .at(ofHours(1), callback("approval").fails("rejected", "rejected by ann"))
            .run(LARGE);

    assertThat(result)
        .hasResult(FulfilmentResult.refused("rejected by ann"))
        .didNotRun("book", "cancel")
        .sent(new RefuseShipment("ord-1", "rejected by ann"))
        .took(ofHours(1));
    assertThat(desk).isEmpty();
  }

  @Test
  void refusesWhatNobodyApproves() {
    WorkflowResult<FulfilmentResult> result = fulfilment().run(LARGE);

    assertThat(result)
        .hasResult(FulfilmentResult.refused("no answer in time: approval"))
        .sent(new RefuseShipment("ord-1", "no answer in time: approval"))
        .took(ofDays(2));
    assertThat(desk).isEmpty();
  }

  @Test
  void refusesWhatTheCarrierDoesNotTake() {
    WorkflowResult<FulfilmentResult> result =
        fulfilment()
            .at(ofHours(1), callback("carrier").fails("refused", "too much for one parcel"))
            .run(SMALL);

    assertThat(result)
        .hasResult(FulfilmentResult.refused("too much for one parcel"))
        .sent(new RefuseShipment("ord-1", "too much for one parcel"));
  }

  @Test
  void refusesWhenTheCarrierStaysAway() {
    carrier.failNext(new CarrierUnavailableException("test"), 5);

    WorkflowResult<FulfilmentResult> result = fulfilment().run(SMALL);

    assertThat(result).hasAttempts("book", 5).ran("cancel", "refuse").inOrder();
  }

  @Test
  void refusesAFraud() {
    verdict = new FraudDecided("ord-1", false, "refused by ann");

    WorkflowResult<FulfilmentResult> result = fulfilment().run(LARGE);

    assertThat(result)
        .hasResult(FulfilmentResult.refused("refused by ann"))
        .didNotRun("verdict", "ask", "book")
        .sent(new RefuseShipment("ord-1", "refused by ann"));
  }

  @Test
  void waitsForTheVerdictAboutALargeOrder() {
    verdict = null;
    WorkflowTestRun<FulfilmentResult> run = fulfilment().start(LARGE);
    run.publish(new FraudDecided("ord-2", false, "another order"));
    assertThat(run.result()).isWaitingFor("verdict");

    run.publish(new FraudDecided("ord-1", true, "cleared by ann"));

    assertThat(run.result()).isWaitingFor("approval");
  }

  @Test
  void refusesALargeOrderWithoutAVerdict() {
    verdict = null;

    WorkflowResult<FulfilmentResult> result = fulfilment().run(LARGE);

    assertThat(result).hasResult(FulfilmentResult.refused("no verdict in time")).took(ofDays(3));
  }

  private WorkflowTestRunner<FulfilOrder, FulfilmentResult> fulfilment() {
    return WorkflowTestRunner.of(
            new Fulfilment(orderId -> verdict, new Desk(), carrier, new BigDecimal("1000.00")))
        .on(ShipOrder.class, command -> null)
        .on(RefuseShipment.class, command -> null);
  }

  private static FulfilOrder order(String total) {
    return new FulfilOrder("ord-1", "cust-123", new BigDecimal(total), LINES);
  }

  private final class Desk implements ApprovalDesk {
    @Override
    public void ask(FulfilOrder order, String callbackId) {
      desk.add(order.orderId());
    }

    @Override
    public void withdraw(String orderId) {
      desk.remove(orderId);
    }
  }
}

package dev.foliot.sample.fulfilment;

import static dev.foliot.test.FoliotAssertions.*;

import dev.foliot.Domain;
import dev.foliot.Engine;
import dev.foliot.sample.dashboard.OrderDashboard;
import dev.foliot.sample.inventory.Inventory;
import dev.foliot.sample.inventory.ReceiveStock;
import dev.foliot.sample.notification.Email;
import dev.foliot.sample.notification.FindEmails;
import dev.foliot.sample.order.OrderLine;
import dev.foliot.sample.order.PlaceOrder;
import dev.foliot.sample.payment.Payment;
import dev.foliot.sample.payment.PaymentStatus;
import dev.foliot.test.EngineTest;
import dev.foliot.workflow.RunHandle;
import dev.foliot.workflow.RunStatus;
import dev.foliot.workflow.Workflows;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;

/** Level 3, for a workflow: its runs and the rest of the shop on one engine and one clock. */
// docs: test
@EngineTest
@Import(RecordedCarrier.class)
class FulfilmentEngineIntegrationTests {
  @Autowired Domain domain;
  @Autowired Engine engine;
  @Autowired Workflows workflows;
  @Autowired RecordedCarrier carrier;

  @BeforeEach
  void goodsInStock() {
    carrier.reset();
    domain.process(new ReceiveStock("pendulum", 100, "main"));
  }

  @Test
  void asksForAReviewAfterTwoWeeks() {
    place("ord-1", "99.95");
    engine.run();
    carrierTakes("ord-1");
    engine.run();
    assertThat(status("ord-1")).isEqualTo("shipped");

    assertThat(engine.runFor(Duration.ofDays(14))).isQuiescent();

    assertThat(run("ord-1").result()).contains(FulfilmentResult.shipped("TRACK-1"));
    assertThat(domain.ask(new FindEmails(1)))
        .extracting(Email::text)
        .containsExactly("How do you like your order ord-1? Write a review.");
  }

  @Test
  void paysBackWhatNobodyApproves() {
    place("ord-1", "1500.00");
    engine.run();
    assertThat(status("ord-1")).isEqualTo("confirmed");
    assertThat(waitingForApproval()).containsExactly("ord-1");

    assertThat(engine.runFor(Duration.ofDays(2))).isQuiescent();

    assertThat(domain.viewFor(OrderDashboard.class).get("ord-1").note())
        .isEqualTo("no answer in time: approval");
    assertUndone("ord-1");
    assertThat(waitingForApproval()).isEmpty();
    assertThat(carrier.booked).isEmpty();
  }

  @Test
  void callsACarrierAgainThatWasAway() {
    carrier.failNext(new CarrierUnavailableException("test"), 2);
    place("ord-1", "99.95");

    engine.runFor(Duration.ofMinutes(1));

    assertThat(carrier.booked).hasSize(1);
    assertThat(carrier.keys).hasSize(1);
    assertThat(run("ord-1").status()).isEqualTo(RunStatus.WAITING);
  }

  // docs: end
  @Test
  void booksWhatIsApproved() {
    place("ord-1", "1500.00");
    engine.run();

    domain.process(new DecideApproval("ord-1", true, "ann"));
    engine.run();

    assertThat(carrier.booked).extracting(Parcel::orderId).containsExactly("ord-1");
    assertThat(waitingForApproval()).isEmpty();
  }

  @Test
  void paysBackWhatIsRejected() {
    place("ord-1", "1500.00");
    engine.run();

    domain.process(new DecideApproval("ord-1", false, "ann"));
    assertThat(engine.run()).isQuiescent();

    assertThat(domain.viewFor(OrderDashboard.class).get("ord-1").note())
        .isEqualTo("rejected by ann");
    assertUndone("ord-1");
  }

  @Test
  void isDecidedOnce() {
    place("ord-1", "1500.00");
    engine.run();
    domain.process(new DecideApproval("ord-1", true, "ann"));

    assertThatThrownBy(() -> domain.process(new DecideApproval("ord-1", false, "bob")))
        .isInstanceOf(ApprovalNotFoundException.class)
        .hasMessageContaining("Order ord-1 waits for no approval");
  }

  @Test
  void cancelsTheBookingWhenTheCarrierDoesNotAnswer() {
    place("ord-1", "99.95");

    assertThat(engine.runFor(Duration.ofHours(12))).isQuiescent();

    assertThat(carrier.cancelled).containsExactly("ord-1");
    assertUndone("ord-1");
  }

  @Test
  void paysBackWhatTheCarrierRefuses() {
    place("ord-1", "99.95");
    engine.run();

    workflows.failCallback(carrier.booked.get(0).answerTo(), "refused", "too heavy");
    assertThat(engine.run()).isQuiescent();

    assertThat(domain.viewFor(OrderDashboard.class).get("ord-1").note()).isEqualTo("too heavy");
    assertUndone("ord-1");
  }

  // docs: test
  private void place(String orderId, String total) {
    domain.process(
        new PlaceOrder(
            orderId, "cust-123", new BigDecimal(total), List.of(new OrderLine("pendulum", 1))));
  }

  private void carrierTakes(String orderId) {
    assertThat(carrier.booked).extracting(Parcel::orderId).containsExactly(orderId);
    workflows.completeCallback(carrier.booked.get(0).answerTo(), "TRACK-1");
  }

  private void assertUndone(String orderId) {
    assertThat(status(orderId)).isEqualTo("cancelled");
    assertThat(domain.repositoryFor(Payment.class).get(orderId).status())
        .isEqualTo(PaymentStatus.REFUNDED);
    assertThat(domain.repositoryFor(Inventory.class).get("pendulum").available()).isEqualTo(100);
  }

  private List<String> waitingForApproval() {
    return domain.ask(new FindApprovals(10)).stream().map(Approval::orderId).toList();
  }

  private RunHandle<FulfilmentResult> run(String orderId) {
    return workflows.handle("fulfilment-" + orderId, Fulfilment.class);
  }

  private String status(String orderId) {
    return domain.viewFor(OrderDashboard.class).get(orderId).status();
  }
}
// docs: end

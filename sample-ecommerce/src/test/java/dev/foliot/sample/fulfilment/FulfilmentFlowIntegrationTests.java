package dev.foliot.sample.fulfilment;

import static dev.foliot.test.FoliotAssertions.*;

import dev.foliot.Domain;
import dev.foliot.sample.dashboard.OrderDashboard;
import dev.foliot.sample.inventory.Inventory;
import dev.foliot.sample.inventory.ReceiveStock;
import dev.foliot.sample.order.OrderLine;
import dev.foliot.sample.order.PlaceOrder;
import dev.foliot.sample.payment.PaymentRefunded;
import dev.foliot.sample.shipping.OrderShipped;
import dev.foliot.test.Flow;
import dev.foliot.test.SyncFlowTest;
import dev.foliot.test.TestClock;
import dev.foliot.workflow.Workflows;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;

/** Level 2, for a workflow: it continues when a command, an answer or the clock lets it. */
@SyncFlowTest
@Import(RecordedCarrier.class)
class FulfilmentFlowIntegrationTests {
  @Autowired Domain domain;
  @Autowired Workflows workflows;
  @Autowired RecordedCarrier carrier;
  @Autowired TestClock clock;

  @BeforeEach
  void goodsInStock() {
    carrier.reset();
    domain.process(new ReceiveStock("pendulum", 100, "main"));
  }

  @Test
  void booksWhatIsApproved(Flow flow) {
    place("1500.00");
    assertThat(carrier.booked).isEmpty();

    domain.process(new DecideApproval("ord-1", true, "ann"));
    assertThat(carrier.booked).extracting(Parcel::orderId).containsExactly("ord-1");
    carrierTakesIt();

    assertThat(order().status()).isEqualTo("shipped");
    assertThat(flow).published(OrderShipped.class).nothingFailed();
  }

  @Test
  void paysBackWhatIsRejected(Flow flow) {
    place("1500.00");

    domain.process(new DecideApproval("ord-1", false, "ann"));

    assertThat(carrier.booked).isEmpty();
    assertUndone(flow, "1500.00", "rejected by ann");
  }

  @Test
  void paysBackWhatTheCarrierDoesNotAnswer(Flow flow) {
    place("99.95");

    clock.advance(Duration.ofHours(12));

    assertThat(carrier.cancelled).containsExactly("ord-1");
    assertUndone(flow, "99.95", "no answer in time: carrier");
  }

  @Test
  void asksForAReviewAfterTwoWeeks(Flow flow) {
    place("99.95");
    carrierTakesIt();

    clock.advance(Duration.ofDays(14).minusSeconds(1));
    assertThat(flow).published(ReviewDue.class, 0);
    clock.advance(Duration.ofSeconds(1));

    assertThat(flow).published(new ReviewDue("ord-1", "cust-123")).nothingFailed();
    assertThat(workflows.handle("fulfilment-ord-1", Fulfilment.class).result())
        .contains(FulfilmentResult.shipped("TRACK-1"));
  }

  private void place(String total) {
    domain.process(
        new PlaceOrder(
            "ord-1", "cust-123", new BigDecimal(total), List.of(new OrderLine("pendulum", 1))));
  }

  private void carrierTakesIt() {
    workflows.completeCallback(carrier.booked.get(0).answerTo(), "TRACK-1");
  }

  private OrderDashboard order() {
    return domain.viewFor(OrderDashboard.class).get("ord-1");
  }

  private void assertUndone(Flow flow, String total, String note) {
    assertThat(order().status()).isEqualTo("cancelled");
    assertThat(order().note()).isEqualTo(note);
    assertThat(flow).published(new PaymentRefunded("ord-1", new BigDecimal(total)));
    assertThat(domain.repositoryFor(Inventory.class).get("pendulum").available()).isEqualTo(100);
  }
}

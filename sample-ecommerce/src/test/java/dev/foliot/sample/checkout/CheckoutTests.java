package dev.foliot.sample.checkout;

import static dev.foliot.test.FoliotAssertions.*;

import dev.foliot.sample.fulfilment.FulfilOrder;
import dev.foliot.sample.inventory.ReleaseStock;
import dev.foliot.sample.inventory.ReserveStock;
import dev.foliot.sample.order.CancelOrder;
import dev.foliot.sample.order.ConfirmOrder;
import dev.foliot.sample.order.MarkOrderShipped;
import dev.foliot.sample.order.OrderConfirmed;
import dev.foliot.sample.order.OrderLine;
import dev.foliot.sample.order.OrderPlaced;
import dev.foliot.sample.order.OrderRejected;
import dev.foliot.sample.order.OrderReserved;
import dev.foliot.sample.payment.PaymentAuthorised;
import dev.foliot.sample.payment.PaymentRefused;
import dev.foliot.sample.payment.RefundPayment;
import dev.foliot.sample.payment.RefusePayment;
import dev.foliot.sample.payment.TakePayment;
import dev.foliot.sample.shipping.OrderShipped;
import dev.foliot.sample.shipping.ShipmentRefused;
import dev.foliot.test.ProcessScenario;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Level 1, for a process manager: what happened, what happens now, what is sent. */
// docs: test
class CheckoutTests {
  private static final BigDecimal TOTAL = new BigDecimal("99.95");
  private static final List<OrderLine> LINES = List.of(new OrderLine("pendulum", 2));

  private static final OrderPlaced PLACED = new OrderPlaced("ord-1", "cust-123", TOTAL, LINES);
  private static final OrderReserved RESERVED = new OrderReserved("ord-1", "cust-123", TOTAL);
  private static final PaymentAuthorised PAID = new PaymentAuthorised("ord-1", TOTAL);
  private static final OrderConfirmed CONFIRMED = new OrderConfirmed("ord-1", "cust-123", LINES);

  private final ProcessScenario<Checkout> checkout = ProcessScenario.of(Checkout.class);

  @Test
  void takesThePaymentOnceTheStockIsReserved() {
    checkout
        .given(PLACED)
        .when(RESERVED)
        .thenSent(new TakePayment("ord-1", "cust-123", TOTAL))
        .andTimer("payment", Duration.ofMinutes(15))
        .andNotEnded();
  }

  @Test
  void cancelsOrderThatIsNotPaidInTime() {
    checkout
        .given(PLACED, RESERVED)
        .when(timePasses(Duration.ofMinutes(15)))
        .thenSent(new RefusePayment("ord-1", "not paid within 15 minutes"))
        .when(new PaymentRefused("ord-1", "not paid within 15 minutes"))
        .thenSent(
            new ReleaseStock("ord-1", LINES),
            new CancelOrder("ord-1", "not paid within 15 minutes"))
        .andEnded();
  }

  // docs: end
  @Test
  void reservesTheStockFirst() {
    checkout.when(PLACED).thenSent(new ReserveStock("ord-1", LINES)).andNoTimer("payment");
  }

  @Test
  void endsWhereNothingWasReserved() {
    checkout
        .given(PLACED)
        .when(new OrderRejected("ord-1", "out of stock: pendulum"))
        .thenNothingSent()
        .andEnded();
  }

  @Test
  void waitsNoLongerForAPaymentThatCame() {
    checkout
        .given(PLACED, RESERVED)
        .when(PAID)
        .thenSent(new ConfirmOrder("ord-1"))
        .andNoTimer("payment")
        .when(timePasses(Duration.ofMinutes(15)))
        .thenNothingSent();
  }

  @Test
  void shipsWhatIsPaidFor() {
    checkout
        .given(PLACED, RESERVED, PAID)
        .when(CONFIRMED)
        .thenSent(new FulfilOrder("ord-1", "cust-123", TOTAL, LINES))
        .when(new OrderShipped("ord-1", "cust-123", "TRACK-ord-1", LINES))
        .thenSent(new MarkOrderShipped("ord-1"))
        .andEnded();
  }

  @Test
  void undoesEveryStepInReverseOrder() {
    checkout
        .given(PLACED, RESERVED, PAID, CONFIRMED)
        .when(new ShipmentRefused("ord-1", "too much for one parcel"))
        .thenSent(
            new RefundPayment("ord-1"),
            new ReleaseStock("ord-1", LINES),
            new CancelOrder("ord-1", "too much for one parcel"))
        .andEnded();
  }
  // docs: test
}
// docs: end

package dev.foliot.sample.checkout;

// docs: checkout
import dev.foliot.handler.Handle;
import dev.foliot.process.Ends;
import dev.foliot.process.OnTimer;
import dev.foliot.process.Process;
import dev.foliot.process.ProcessManager;
import dev.foliot.process.Starts;
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
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;

/**
 * Brings one order through the shop: reserve the stock, take the payment, ship. If a step fails,
 * the steps before it are undone in reverse order.
 */
@ProcessManager(name = "checkout", sequencedBy = "orderId")
class Checkout {
  static final Duration TIME_TO_PAY = Duration.ofMinutes(15);

  private String orderId = "";
  private String customerId = "";
  private BigDecimal total = BigDecimal.ZERO;
  private List<OrderLine> lines = List.of();

  @Starts
  void placed(OrderPlaced event, Process process) {
    orderId = event.orderId();
    customerId = event.customerId();
    total = event.total();
    lines = event.lines();
    process.send(new ReserveStock(orderId, lines));
  }

  @Handle
  void reserved(OrderReserved event, Process process) {
    process.compensateWith(new ReleaseStock(orderId, lines));
    process.send(new TakePayment(orderId, customerId, total));
    process.timer("payment", TIME_TO_PAY, new PaymentTimedOut(orderId));
  }

  @Handle
  void paid(PaymentAuthorised event, Process process) {
    process.cancelTimer("payment");
    process.compensateWith(new RefundPayment(orderId));
    process.send(new ConfirmOrder(orderId));
  }

  @Handle
  void confirmed(OrderConfirmed event, Process process) {
    process.send(new FulfilOrder(orderId, customerId, total, lines));
  }

  @Ends
  void shipped(OrderShipped event, Process process) {
    process.send(new MarkOrderShipped(orderId));
  }

  /** The payment itself decides, in case that it was authorised at this very moment. */
  @OnTimer
  void tooLate(PaymentTimedOut event, Process process) {
    process.send(new RefusePayment(orderId, "not paid within 15 minutes"));
  }

  @Ends
  void outOfStock(OrderRejected event) {}

  @Ends
  void notPaid(PaymentRefused event, Process process) {
    giveUp(event.reason(), process);
  }

  @Ends
  void notShipped(ShipmentRefused event, Process process) {
    giveUp(event.reason(), process);
  }

  private void giveUp(String reason, Process process) {
    process.compensate();
    process.send(new CancelOrder(orderId, reason));
  }
}
// docs: end

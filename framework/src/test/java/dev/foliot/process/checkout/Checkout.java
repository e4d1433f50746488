package dev.foliot.process.checkout;

import dev.foliot.handler.Handle;
import dev.foliot.process.Ends;
import dev.foliot.process.OnTimer;
import dev.foliot.process.Process;
import dev.foliot.process.ProcessManager;
import dev.foliot.process.Starts;
import dev.foliot.process.checkout.CheckoutShop.Line;
import dev.foliot.process.checkout.CheckoutShop.OrderPlaced;
import dev.foliot.process.checkout.CheckoutShop.OrderShipped;
import dev.foliot.process.checkout.CheckoutShop.PaymentTaken;
import dev.foliot.process.checkout.CheckoutShop.RejectOrder;
import dev.foliot.process.checkout.CheckoutShop.ReleaseStock;
import dev.foliot.process.checkout.CheckoutShop.ReserveStock;
import dev.foliot.process.checkout.CheckoutShop.ShipOrder;
import dev.foliot.process.checkout.CheckoutShop.StockReserved;
import dev.foliot.process.checkout.CheckoutShop.TakePayment;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

// docs: checkout
/** The checkout of an order, from the reservation of its stock to its shipping. */
@ProcessManager(name = "checkout", sequencedBy = "orderId", stuckAfter = "2h")
class Checkout {
  private String orderId;
  private BigDecimal total;
  private LocalDate deliverBy;
  private final List<Line> lines = new ArrayList<>();
  private boolean paid;

  private Checkout() {}

  /** The message of the timer. */
  record PaymentTimedOut(String orderId) {}

  @Starts
  void placed(OrderPlaced event, CheckoutShop.Calls calls, Process process) {
    calls.add("placed " + event.orderId());
    orderId = event.orderId();
    total = event.total();
    deliverBy = event.deliverBy();
    lines.addAll(event.lines());
    process.send(new ReserveStock(orderId, lines.size()));
  }

  @Handle
  void reserved(StockReserved event, CheckoutShop.Calls calls, Process process) {
    calls.add("reserved " + event.orderId());
    process.send(new TakePayment(orderId, total));
    process.timer("payment", Duration.ofMinutes(15), new PaymentTimedOut(orderId));
    process.compensateWith(new ReleaseStock(orderId, 1));
    process.compensateWith(new ReleaseStock(orderId, 2));
  }

  @OnTimer
  void tooLate(PaymentTimedOut timedOut, Process process) {
    if (!paid) {
      process.compensate();
      process.send(new RejectOrder(orderId, "not paid"));
      process.end();
    }
  }

  @Handle
  void paid(PaymentTaken event, CheckoutShop.Calls calls, Process process) {
    calls.add("paid " + event.orderId());
    paid = true;
    process.cancelTimer("payment");
    process.send(new ShipOrder(orderId, deliverBy));
  }

  @Ends
  void shipped(OrderShipped event, CheckoutShop.Calls calls) {
    calls.add("shipped " + event.orderId());
  }
}
// docs: end

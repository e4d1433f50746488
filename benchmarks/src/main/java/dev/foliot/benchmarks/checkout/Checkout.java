package dev.foliot.benchmarks.checkout;

import dev.foliot.benchmarks.checkout.CheckoutEvent.Paid;
import dev.foliot.benchmarks.checkout.CheckoutEvent.Placed;
import dev.foliot.benchmarks.checkout.CheckoutEvent.Reserved;
import dev.foliot.benchmarks.checkout.CheckoutEvent.Shipped;
import dev.foliot.handler.Handle;
import dev.foliot.process.Ends;
import dev.foliot.process.OnTimer;
import dev.foliot.process.Process;
import dev.foliot.process.ProcessManager;
import dev.foliot.process.Starts;
import java.time.Duration;

/** Sends one command, and sets and cancels one timer. */
@ProcessManager(name = Checkout.NAME, sequencedBy = "orderId")
class Checkout {
  static final String NAME = "checkout";
  static final Duration TIME_TO_PAY = Duration.ofMinutes(15);

  private String orderId = "";
  private long cents;
  private boolean isReserved;
  private boolean isPaid;

  @Starts
  void placed(Placed event, Process process) {
    orderId = event.orderId();
    cents = event.cents();
    process.send(new ReserveStock(orderId));
  }

  @Handle
  void reserved(Reserved event, Process process) {
    isReserved = true;
    process.timer("payment", TIME_TO_PAY, new PaymentTimedOut(orderId));
  }

  @Handle
  void paid(Paid event, Process process) {
    isPaid = true;
    process.cancelTimer("payment");
  }

  @OnTimer
  void tooLate(PaymentTimedOut timer, Process process) {
    process.end();
  }

  @Ends
  void shipped(Shipped event) {
    if (!isReserved || !isPaid) {
      throw new IllegalStateException(
          "Order %s of %s cents was shipped too early".formatted(orderId, cents));
    }
  }
}

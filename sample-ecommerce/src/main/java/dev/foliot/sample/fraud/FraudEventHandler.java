package dev.foliot.sample.fraud;

import dev.foliot.event.EventHandler;
import dev.foliot.handler.Handle;
import dev.foliot.sample.order.OrderCancelled;
import dev.foliot.sample.order.OrderRejected;

/** Takes orders from the desk that were given up. The same events cancel their checks. */
@EventHandler(name = "fraud", sequencedBy = "orderId")
class FraudEventHandler {
  private final FraudCases cases;

  FraudEventHandler(FraudCases cases) {
    this.cases = cases;
  }

  @Handle
  void on(OrderCancelled event) {
    close(event.orderId());
  }

  @Handle
  void on(OrderRejected event) {
    close(event.orderId());
  }

  private void close(String orderId) {
    cases.findById(orderId).ifPresent(FraudCase::close);
  }
}

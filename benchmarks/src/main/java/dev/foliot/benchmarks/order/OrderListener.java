package dev.foliot.benchmarks.order;

import dev.foliot.event.EventHandler;
import dev.foliot.handler.Delivery;
import dev.foliot.handler.Delivery.Outcome;
import dev.foliot.handler.DeliveryListener;
import dev.foliot.handler.Handle;
import dev.foliot.handler.StartPosition;

/** Hears of orders, does nothing with them, and tells when that has been committed. */
@EventHandler(name = "order-listener", start = StartPosition.BEGINNING)
public class OrderListener implements DeliveryListener {
  private volatile Runnable told = () -> {};

  /** From now on each order that was heard of is told to this. */
  public void tell(Runnable listener) {
    told = listener;
  }

  @Handle
  void on(OrderPlaced event) {}

  @Override
  public void delivered(Delivery delivery) {
    if (delivery.outcome() == Outcome.HANDLED) {
      told.run();
    }
  }
}

package dev.foliot.test.levels;

import dev.foliot.handler.On;
import dev.foliot.projection.Projector;

@Projector(ShippedOrder.class)
class ShippedOrderProjector {
  private final ShippedOrders orders;

  ShippedOrderProjector(ShippedOrders orders) {
    this.orders = orders;
  }

  @On
  void shipped(Shop.OrderShipped event) {
    orders.save(new ShippedOrder(event.order()));
  }
}

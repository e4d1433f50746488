package dev.foliot.sample.inventory;

import dev.foliot.aggregate.AggregateRepository;
import dev.foliot.event.EventHandler;
import dev.foliot.handler.Handle;
import dev.foliot.sample.order.OrderLine;
import dev.foliot.sample.shipping.OrderShipped;

/** Takes the goods that have left the warehouse out of the reservation. */
@EventHandler(name = "inventory", sequencedBy = "orderId")
class InventoryEventHandler {
  private final AggregateRepository<Inventory> inventory;

  InventoryEventHandler(AggregateRepository<Inventory> inventory) {
    this.inventory = inventory;
  }

  @Handle
  void on(OrderShipped event) {
    for (OrderLine line : event.lines()) {
      inventory.get(line.productId()).ship(event.orderId());
    }
  }
}

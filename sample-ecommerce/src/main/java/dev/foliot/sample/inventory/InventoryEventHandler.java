package dev.foliot.sample.inventory;

import dev.foliot.Domain;
import dev.foliot.aggregate.AggregateRepository;
import dev.foliot.event.EventHandler;
import dev.foliot.handler.Handle;
import dev.foliot.sample.order.MarkOrderReserved;
import dev.foliot.sample.order.OrderCancelled;
import dev.foliot.sample.order.OrderLine;
import dev.foliot.sample.order.OrderPlaced;
import dev.foliot.sample.order.RejectOrder;
import dev.foliot.sample.shipping.OrderShipped;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Reserves all that an order needs, or nothing. The shelves and the answer to the order change in
 * the one transaction of the delivery, so half a reservation is never visible and needs no repair.
 */
@EventHandler(name = "inventory", sequencedBy = "orderId")
class InventoryEventHandler {
  private final AggregateRepository<Inventory> inventory;
  private final Domain domain;

  InventoryEventHandler(AggregateRepository<Inventory> inventory, Domain domain) {
    this.inventory = inventory;
    this.domain = domain;
  }

  @Handle
  void on(OrderPlaced event) {
    List<OrderLine> missing = event.lines().stream().filter(line -> !isAvailable(line)).toList();
    if (missing.isEmpty()) {
      event.lines().forEach(line -> reserve(event.orderId(), line));
      domain.process(new MarkOrderReserved(event.orderId()));
    } else {
      domain.process(new RejectOrder(event.orderId(), outOfStock(missing)));
    }
  }

  @Handle
  void on(OrderCancelled event) {
    for (OrderLine line : event.lines()) {
      inventory.get(line.productId()).release(event.orderId());
    }
  }

  @Handle
  void on(OrderShipped event) {
    for (OrderLine line : event.lines()) {
      inventory.get(line.productId()).ship(event.orderId());
    }
  }

  private boolean isAvailable(OrderLine line) {
    return inventory
        .find(line.productId())
        .filter(stock -> stock.available() >= line.quantity())
        .isPresent();
  }

  private void reserve(String orderId, OrderLine line) {
    inventory.get(line.productId()).reserve(orderId, line.quantity());
  }

  private static String outOfStock(List<OrderLine> missing) {
    return missing.stream()
        .map(OrderLine::productId)
        .collect(Collectors.joining(", ", "out of stock: ", ""));
  }
}

package dev.foliot.test.shop;

import dev.foliot.aggregate.Aggregate;
import dev.foliot.aggregate.Apply;
import dev.foliot.aggregate.EventSourcedAggregate;
import dev.foliot.test.shop.Shop.StockReceived;
import dev.foliot.test.shop.Shop.StockReserved;

@Aggregate
class Inventory extends EventSourcedAggregate {
  private String productId;
  private int available;

  static Inventory receive(String productId, int quantity) {
    if (quantity <= 0) {
      throw new IllegalArgumentException("Received " + quantity);
    }
    Inventory inventory = new Inventory();
    inventory.raise(new StockReceived(productId, quantity));
    return inventory;
  }

  @Override
  public String id() {
    return productId;
  }

  int available() {
    return available;
  }

  void reserve(String orderId, int quantity) {
    if (quantity > available) {
      throw new OutOfStockException(productId, available);
    }
    raise(new StockReserved(productId, orderId, quantity));
  }

  void reserveTwice(String orderId, int quantity) {
    reserve(orderId, quantity);
    reserve(orderId, quantity);
  }

  @Apply
  void on(StockReceived event) {
    productId = event.productId();
    available += event.quantity();
  }

  @Apply
  void on(StockReserved event) {
    available -= event.quantity();
  }
}

package dev.foliot.test.shop;

import dev.foliot.aggregate.AggregateRepository;
import dev.foliot.event.EventHandler;
import dev.foliot.handler.ErrorDecision;
import dev.foliot.handler.Handle;
import dev.foliot.handler.OnError;
import dev.foliot.message.RecordedMessage;
import dev.foliot.test.shop.Shop.OrderPlaced;

@EventHandler(name = "inventory")
class InventoryEventHandler {
  private final AggregateRepository<Inventory> inventory;
  private final Warehouse warehouse;

  InventoryEventHandler(AggregateRepository<Inventory> inventory, Warehouse warehouse) {
    this.inventory = inventory;
    this.warehouse = warehouse;
  }

  @Handle
  void on(OrderPlaced event) {
    warehouse.enter();
    inventory
        .find(event.productId())
        .ifPresent(stock -> stock.reserve(event.orderId(), event.quantity()));
  }

  @OnError
  ErrorDecision failed(Exception error, RecordedMessage message, int attempt) {
    return error instanceof OutOfStockException ? ErrorDecision.park() : ErrorDecision.retry();
  }
}

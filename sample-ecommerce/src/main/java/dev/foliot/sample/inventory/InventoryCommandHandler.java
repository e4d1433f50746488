package dev.foliot.sample.inventory;

import dev.foliot.aggregate.AggregateRepository;
import dev.foliot.command.CommandHandler;
import dev.foliot.handler.Handle;

@CommandHandler
class InventoryCommandHandler {
  private final AggregateRepository<Inventory> inventory;

  InventoryCommandHandler(AggregateRepository<Inventory> inventory) {
    this.inventory = inventory;
  }

  @Handle
  void receive(ReceiveStock command) {
    inventory
        .find(command.productId())
        .ifPresentOrElse(
            stock -> stock.receive(command.quantity(), command.warehouse()),
            () -> inventory.save(firstDelivery(command)));
  }

  private static Inventory firstDelivery(ReceiveStock command) {
    return Inventory.receive(command.productId(), command.quantity(), command.warehouse());
  }

  @Handle
  void writeOff(WriteOffStock command) {
    inventory.get(command.productId()).writeOff(command.quantity(), command.reason());
  }
}

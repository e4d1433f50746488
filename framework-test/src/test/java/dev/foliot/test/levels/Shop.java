package dev.foliot.test.levels;

import dev.foliot.command.Command;
import dev.foliot.event.DomainEvent;

/** The messages of the shop. */
final class Shop {
  private Shop() {}

  @Command
  record PlaceOrder(String order) {}

  @Command
  record ReserveStock(String order) {}

  @Command
  record ShipOrder(String order) {}

  @DomainEvent
  record OrderPlaced(String order) {}

  @DomainEvent
  record StockReserved(String order) {}

  @DomainEvent
  record OrderShipped(String order) {}
}

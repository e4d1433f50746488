package dev.foliot.test.shop;

import dev.foliot.command.Command;
import dev.foliot.event.DomainEvent;

/** The messages of the shop. */
final class Shop {
  private Shop() {}

  @Command
  record PlaceOrder(String orderId, String productId, int quantity) {}

  @Command
  record ReceiveStock(String productId, int quantity) {}

  @Command
  record ShipOrder(String orderId) {}

  @Command
  record Shout(String text, int echoes) {}

  @DomainEvent
  record OrderPlaced(String orderId, String productId, int quantity) {}

  @DomainEvent(publish = "shipments")
  record OrderShipped(String orderId) {}

  @DomainEvent
  record StockReceived(String productId, int quantity) {}

  @DomainEvent
  record StockReserved(String productId, String orderId, int quantity) {}

  @DomainEvent
  record Shouted(String text, int echoes) {}
}

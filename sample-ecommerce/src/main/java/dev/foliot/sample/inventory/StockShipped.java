package dev.foliot.sample.inventory;

import dev.foliot.event.DomainEvent;

/** Reserved stock of an order has left the warehouse. */
@DomainEvent(name = "stock-shipped")
public record StockShipped(String productId, String orderId, int quantity) {}

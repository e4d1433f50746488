package dev.foliot.sample.inventory;

import dev.foliot.event.DomainEvent;

/** What was kept for an order has left the warehouse. */
@DomainEvent(name = "stock-shipped")
public record StockShipped(String productId, String orderId, int quantity) {}

package dev.foliot.sample.inventory;

import dev.foliot.event.DomainEvent;

/** What was kept for an order can be sold to others. */
@DomainEvent(name = "stock-released")
public record StockReleased(String productId, String orderId, int quantity) {}

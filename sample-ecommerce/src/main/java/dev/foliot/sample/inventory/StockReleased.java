package dev.foliot.sample.inventory;

import dev.foliot.event.DomainEvent;

/** Reserved stock of an order can be sold to others. */
@DomainEvent(name = "stock-released")
public record StockReleased(String productId, String orderId, int quantity) {}

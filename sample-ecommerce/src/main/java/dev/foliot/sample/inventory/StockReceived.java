package dev.foliot.sample.inventory;

import dev.foliot.event.DomainEvent;

/** So many pieces came in. */
@DomainEvent(name = "stock-received")
public record StockReceived(String productId, int quantity, String warehouse) {}

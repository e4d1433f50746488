package dev.foliot.sample.inventory;

import dev.foliot.event.DomainEvent;

/** So many pieces came in. Version 1 was from the time of a single warehouse. */
@DomainEvent(name = "stock-received", version = 2)
public record StockReceived(String productId, int quantity, String warehouse) {}

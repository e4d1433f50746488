package dev.foliot.sample.inventory;

import dev.foliot.event.DomainEvent;

/** So many pieces are gone without having been sold. */
@DomainEvent(name = "stock-written-off")
public record StockWrittenOff(String productId, int quantity, String reason) {}

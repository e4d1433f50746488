package dev.foliot.sample.inventory;

import dev.foliot.event.DomainEvent;

/** So many pieces are kept for an order. */
@DomainEvent(name = "stock-reserved")
public record StockReserved(String productId, String orderId, int quantity) {}

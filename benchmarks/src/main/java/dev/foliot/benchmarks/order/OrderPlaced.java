package dev.foliot.benchmarks.order;

import dev.foliot.event.DomainEvent;

/** An order was placed. */
@DomainEvent(name = "order-placed")
public record OrderPlaced(String orderId, String customerId, long cents) {}

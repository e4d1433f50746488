package dev.foliot.sample.order;

import dev.foliot.event.DomainEvent;

/** The shop cannot deliver; nothing was reserved. */
@DomainEvent(name = "order-rejected")
public record OrderRejected(String orderId, String reason) {}

package dev.foliot.sample.fraud;

import dev.foliot.event.DomainEvent;

/** The rules are unsure about an order, so a person has to look at it. */
@DomainEvent(name = "order-suspected")
public record OrderSuspected(String orderId, String customerId, String reason) {}

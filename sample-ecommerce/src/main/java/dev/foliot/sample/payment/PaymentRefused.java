package dev.foliot.sample.payment;

import dev.foliot.event.DomainEvent;

/** There will be no money. */
@DomainEvent(name = "payment-refused")
public record PaymentRefused(String orderId, String reason) implements PaymentEvent {}

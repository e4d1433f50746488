package dev.foliot.sample.payment;

import dev.foliot.event.DomainEvent;
import java.math.BigDecimal;

/** The customer gets the money back. */
@DomainEvent(name = "payment-refunded")
public record PaymentRefunded(String orderId, BigDecimal amount) implements PaymentEvent {}

package dev.foliot.sample.payment;

import dev.foliot.event.DomainEvent;
import java.math.BigDecimal;

/** The provider vouches for the money. */
@DomainEvent(name = "payment-authorised")
public record PaymentAuthorised(String orderId, BigDecimal amount) implements PaymentEvent {}

package dev.foliot.sample.payment;

import dev.foliot.command.Command;
import java.math.BigDecimal;

/** A customer is to pay for an order. */
@Command(sequencedBy = "orderId")
public record TakePayment(String orderId, String customerId, BigDecimal amount) {}

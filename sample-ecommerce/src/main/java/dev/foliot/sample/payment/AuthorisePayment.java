package dev.foliot.sample.payment;

import dev.foliot.command.Command;
import java.math.BigDecimal;

/** The provider has agreed to the charge. */
@Command
public record AuthorisePayment(String orderId, BigDecimal amount) implements PaymentCommand {}

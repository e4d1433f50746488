package dev.foliot.sample.payment;

import dev.foliot.command.Command;

/** The provider has refused the charge. */
@Command
public record RefusePayment(String orderId, String reason) implements PaymentCommand {}

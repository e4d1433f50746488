package dev.foliot.sample.payment;

import dev.foliot.command.Command;

/**
 * The provider has refused the charge, or the time to pay is over. Does nothing once it is settled.
 */
@Command
public record RefusePayment(String orderId, String reason) implements PaymentCommand {}

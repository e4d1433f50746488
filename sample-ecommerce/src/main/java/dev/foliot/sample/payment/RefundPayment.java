package dev.foliot.sample.payment;

import dev.foliot.command.Command;

/** The order cannot be fulfilled. Does nothing where nothing was paid. */
@Command
public record RefundPayment(String orderId) implements PaymentCommand {}

package dev.foliot.sample.checkout;

/** The time to pay for an order is over. */
public record PaymentTimedOut(String orderId) {}

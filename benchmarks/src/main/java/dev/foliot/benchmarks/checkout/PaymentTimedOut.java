package dev.foliot.benchmarks.checkout;

/** The message of the timer: the order was not paid in time. */
record PaymentTimedOut(String orderId) {}

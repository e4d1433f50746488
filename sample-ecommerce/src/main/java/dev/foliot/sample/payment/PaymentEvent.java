package dev.foliot.sample.payment;

/** What happens to a payment. */
public sealed interface PaymentEvent permits PaymentAuthorised, PaymentRefused {}

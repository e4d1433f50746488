package dev.foliot.sample.payment;

/** The events of a payment. */
public sealed interface PaymentEvent permits PaymentAuthorised, PaymentRefused, PaymentRefunded {}

package dev.foliot.sample.payment;

/** What can be asked of a payment. */
public sealed interface PaymentCommand permits AuthorisePayment, RefusePayment {
  String orderId();
}

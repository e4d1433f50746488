package dev.foliot.sample.payment;

/** The commands of a payment. */
public sealed interface PaymentCommand permits AuthorisePayment, RefusePayment, RefundPayment {
  String orderId();
}

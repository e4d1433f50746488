package dev.foliot.sample.payment;

/** Nothing more can be asked of the payment. */
public class PaymentSettledException extends RuntimeException {
  PaymentSettledException(String orderId, PaymentStatus status) {
    super(
        "The payment of order %s is %s already. An order is paid for once: place another one."
            .formatted(orderId, status));
  }
}

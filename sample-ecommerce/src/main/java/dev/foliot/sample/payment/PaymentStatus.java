package dev.foliot.sample.payment;

/** How far a payment has come; it is authorised or refused once. */
public enum PaymentStatus {
  OPEN,
  AUTHORISED,
  REFUSED,
  /** It was authorised, and is paid back. */
  REFUNDED
}

package dev.foliot.sample.payment;

/** How far a payment has come; it is settled once. */
public enum PaymentStatus {
  OPEN,
  AUTHORISED,
  REFUSED
}

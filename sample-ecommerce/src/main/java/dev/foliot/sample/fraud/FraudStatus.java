package dev.foliot.sample.fraud;

/** How far the case of an order has come. */
public enum FraudStatus {
  CHECKING,
  /** A person has to decide. */
  UNSURE,
  GENUINE,
  FRAUD,
  /** The order was given up before there was a verdict. */
  CLOSED
}

package dev.foliot.sample.fraud;

/** There is no case of this order. */
public class FraudCaseNotFoundException extends RuntimeException {
  private final String orderId;

  FraudCaseNotFoundException(String orderId) {
    super(
        "Order %s has no fraud case: only orders above %s have one. Check the id."
            .formatted(orderId, FraudCase.ABOVE));
    this.orderId = orderId;
  }

  public String orderId() {
    return orderId;
  }
}

package dev.foliot.sample.fraud;

/** The case of the order waits for no person. */
public class FraudCaseStatusException extends RuntimeException {
  private final String orderId;
  private final FraudStatus status;

  FraudCaseStatusException(String orderId, FraudStatus status) {
    super(
        "The fraud case of order %s is %s, expected %s: a decision is not open. Look at the case."
            .formatted(orderId, status, FraudStatus.UNSURE));
    this.orderId = orderId;
    this.status = status;
  }

  public String orderId() {
    return orderId;
  }

  public FraudStatus status() {
    return status;
  }
}

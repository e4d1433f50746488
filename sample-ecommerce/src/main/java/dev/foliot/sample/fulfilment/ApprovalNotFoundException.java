package dev.foliot.sample.fulfilment;

/** No decision about this order is open. */
public class ApprovalNotFoundException extends RuntimeException {
  private final String orderId;

  ApprovalNotFoundException(String orderId) {
    super(
        "Order %s waits for no approval. Check the id, or whether another person has decided."
            .formatted(orderId));
    this.orderId = orderId;
  }

  public String orderId() {
    return orderId;
  }
}

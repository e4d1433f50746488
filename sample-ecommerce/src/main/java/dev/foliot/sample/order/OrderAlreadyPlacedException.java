package dev.foliot.sample.order;

/** An order can be placed once. */
public class OrderAlreadyPlacedException extends RuntimeException {
  private final String orderId;

  OrderAlreadyPlacedException(String orderId) {
    super("Order %s has been placed already. Give another order another id.".formatted(orderId));
    this.orderId = orderId;
  }

  public String orderId() {
    return orderId;
  }
}

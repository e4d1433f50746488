package dev.foliot.sample.order;

/** There is no order of this id. */
public class OrderNotFoundException extends RuntimeException {
  private final String orderId;

  OrderNotFoundException(String orderId) {
    super("Order %s does not exist. Check the id.".formatted(orderId));
    this.orderId = orderId;
  }

  public String orderId() {
    return orderId;
  }
}

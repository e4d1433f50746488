package dev.foliot.sample.order;

/** The order has moved on, or not come so far yet. */
public class OrderStatusException extends RuntimeException {
  OrderStatusException(String orderId, OrderStatus expected, OrderStatus actual) {
    super(
        "Order %s is %s, expected %s: this step is not open to it."
            .formatted(orderId, actual, expected));
  }
}

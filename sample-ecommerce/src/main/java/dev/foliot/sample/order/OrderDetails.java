package dev.foliot.sample.order;

import java.math.BigDecimal;
import java.util.List;

/** An order to look at. */
public record OrderDetails(
    String orderId,
    String customerId,
    BigDecimal total,
    OrderStatus status,
    List<OrderLine> lines) {

  static OrderDetails of(Order order) {
    return new OrderDetails(
        order.id(), order.customerId(), order.total(), order.status(), order.lines());
  }
}

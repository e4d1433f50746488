package dev.foliot.sample.order;

import dev.foliot.handler.Handle;
import dev.foliot.query.QueryHandler;

/** Asks the aggregate itself, so that a customer finds a new order at once. */
@QueryHandler
class OrderQueryHandler {
  private final Orders orders;

  OrderQueryHandler(Orders orders) {
    this.orders = orders;
  }

  @Handle
  OrderDetails one(FindOrder query) {
    return OrderDetails.of(orders.get(query.orderId()));
  }
}

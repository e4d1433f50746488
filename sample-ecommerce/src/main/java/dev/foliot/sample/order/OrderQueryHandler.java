package dev.foliot.sample.order;

import dev.foliot.handler.Handle;
import dev.foliot.query.QueryHandler;

/** Asks the aggregate itself, so that who has just placed an order finds it. */
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

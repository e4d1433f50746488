package dev.foliot.benchmarks.order;

import dev.foliot.command.CommandHandler;
import dev.foliot.handler.Handle;

/** Takes orders. */
@CommandHandler
class OrderCommandHandler {
  private final Orders orders;

  OrderCommandHandler(Orders orders) {
    this.orders = orders;
  }

  @Handle
  void place(PlaceOrder command) {
    orders.save(Order.place(command.orderId(), command.customerId(), command.cents()));
  }
}

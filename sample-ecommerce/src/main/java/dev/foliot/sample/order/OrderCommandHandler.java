package dev.foliot.sample.order;

// docs: handler
import dev.foliot.command.CommandHandler;
import dev.foliot.handler.Handle;

// docs: end

/** Loads the order and lets it decide. */
// docs: handler
@CommandHandler
class OrderCommandHandler {
  private final Orders orders;

  OrderCommandHandler(Orders orders) {
    this.orders = orders;
  }

  @Handle
  String place(PlaceOrder command) {
    Order order = orders.findById(command.orderId()).orElseGet(() -> draft(command));
    order.place();
    orders.save(order);
    return order.id();
  }

  private static Order draft(PlaceOrder command) {
    return Order.draft(command.orderId(), command.customerId(), command.total(), command.lines());
  }

  // docs: end

  @Handle
  void markReserved(MarkOrderReserved command) {
    orders.get(command.orderId()).markReserved();
  }

  @Handle
  void reject(RejectOrder command) {
    orders.get(command.orderId()).reject(command.reason());
  }

  @Handle
  void confirm(ConfirmOrder command) {
    orders.get(command.orderId()).confirm();
  }

  @Handle
  void cancel(CancelOrder command) {
    orders.get(command.orderId()).cancel(command.reason());
  }

  @Handle
  void markShipped(MarkOrderShipped command) {
    orders.get(command.orderId()).markShipped();
  }
  // docs: handler
}
// docs: end

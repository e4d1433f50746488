package dev.foliot.docs;

// docs: generic
import dev.foliot.aggregate.AggregateRepository;
import dev.foliot.command.CommandHandler;
import dev.foliot.handler.Handle;
// docs: end
import dev.foliot.sample.order.MarkOrderShipped;
import dev.foliot.sample.order.Order;

/** Code of the page about handlers. */
class HandlersExample {
  // docs: generic
  interface Handles<C> {
    @Handle
    void handle(C command);
  }

  @CommandHandler
  static class ShipOrderHandler implements Handles<MarkOrderShipped> {
    private final AggregateRepository<Order> orders;

    ShipOrderHandler(AggregateRepository<Order> orders) {
      this.orders = orders;
    }

    @Override
    public void handle(MarkOrderShipped command) {
      orders.get(command.orderId()).markShipped();
    }
  }
  // docs: end
}

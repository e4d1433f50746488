package dev.foliot.test.levels;

import dev.foliot.aggregate.AggregateRepository;
import dev.foliot.command.CommandHandler;
import dev.foliot.handler.Handle;
import dev.foliot.workflow.RunOptions;
import dev.foliot.workflow.Workflows;

@CommandHandler
class ShopCommands {
  private final AggregateRepository<Order> orders;
  private final AggregateRepository<Reservation> reservations;
  private final AggregateRepository<Shipment> shipments;
  private final Workflows workflows;

  ShopCommands(
      AggregateRepository<Order> orders,
      AggregateRepository<Reservation> reservations,
      AggregateRepository<Shipment> shipments,
      Workflows workflows) {
    this.orders = orders;
    this.reservations = reservations;
    this.shipments = shipments;
    this.workflows = workflows;
  }

  /** The run starts with the order, so that it finds all events that come of the order. */
  @Handle
  void place(Shop.PlaceOrder command) {
    orders.save(Order.of(command.order()));
    workflows.start(Fulfilment.class, command.order(), RunOptions.id("run-" + command.order()));
  }

  @Handle
  void reserve(Shop.ReserveStock command) {
    reservations.save(Reservation.of(command.order()));
  }

  @Handle
  String ship(Shop.ShipOrder command) {
    shipments.save(Shipment.of(command.order()));
    return "parcel of " + command.order();
  }
}

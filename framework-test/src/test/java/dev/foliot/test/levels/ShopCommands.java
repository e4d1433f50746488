package dev.foliot.test.levels;

import dev.foliot.aggregate.AggregateRepository;
import dev.foliot.command.CommandHandler;
import dev.foliot.handler.Handle;

@CommandHandler
class ShopCommands {
  private final AggregateRepository<Order> orders;
  private final AggregateRepository<Reservation> reservations;
  private final AggregateRepository<Shipment> shipments;

  ShopCommands(
      AggregateRepository<Order> orders,
      AggregateRepository<Reservation> reservations,
      AggregateRepository<Shipment> shipments) {
    this.orders = orders;
    this.reservations = reservations;
    this.shipments = shipments;
  }

  @Handle
  void place(Shop.PlaceOrder command) {
    orders.save(Order.of(command.order()));
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

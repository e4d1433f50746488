package dev.foliot.sample.shipping;

import dev.foliot.aggregate.AggregateRepository;
import dev.foliot.command.CommandHandler;
import dev.foliot.handler.Handle;

/** Ships paid orders. */
@CommandHandler
class ShippingCommandHandler {
  private final AggregateRepository<Shipment> shipments;

  ShippingCommandHandler(AggregateRepository<Shipment> shipments) {
    this.shipments = shipments;
  }

  @Handle
  void ship(ShipOrder command) {
    shipments.save(Shipment.of(command.orderId(), command.customerId(), command.lines()));
  }
}

package dev.foliot.sample.shipping;

import dev.foliot.aggregate.AggregateRepository;
import dev.foliot.command.CommandHandler;
import dev.foliot.handler.Handle;

/** Keeps what becomes of a paid order. */
@CommandHandler
class ShippingCommandHandler {
  private final AggregateRepository<Shipment> shipments;

  ShippingCommandHandler(AggregateRepository<Shipment> shipments) {
    this.shipments = shipments;
  }

  @Handle
  void ship(ShipOrder command) {
    shipments.save(
        Shipment.shipped(
            command.orderId(), command.customerId(), command.trackingNumber(), command.lines()));
  }

  @Handle
  void refuse(RefuseShipment command) {
    shipments.save(Shipment.refused(command.orderId(), command.reason()));
  }
}

package dev.foliot.sample.shipping;

import dev.foliot.Domain;
import dev.foliot.aggregate.AggregateRepository;
import dev.foliot.event.EventHandler;
import dev.foliot.handler.Handle;
import dev.foliot.sample.order.MarkOrderShipped;
import dev.foliot.sample.order.OrderConfirmed;

/** Ships paid orders. */
@EventHandler(name = "shipping", sequencedBy = "orderId")
class ShippingEventHandler {
  private final AggregateRepository<Shipment> shipments;
  private final Domain domain;

  ShippingEventHandler(AggregateRepository<Shipment> shipments, Domain domain) {
    this.shipments = shipments;
    this.domain = domain;
  }

  @Handle
  void on(OrderConfirmed event) {
    shipments.save(Shipment.dispatch(event.orderId(), event.customerId(), event.lines()));
  }

  @Handle
  void on(OrderShipped event) {
    domain.process(new MarkOrderShipped(event.orderId()));
  }
}

package dev.foliot.sample.dashboard;

import dev.foliot.handler.On;
import dev.foliot.message.Metadata;
import dev.foliot.projection.Projector;
import dev.foliot.sample.fraud.FraudDecided;
import dev.foliot.sample.fraud.OrderSuspected;
import dev.foliot.sample.order.OrderCancelled;
import dev.foliot.sample.order.OrderConfirmed;
import dev.foliot.sample.order.OrderPlaced;
import dev.foliot.sample.order.OrderRejected;
import dev.foliot.sample.order.OrderReserved;
import dev.foliot.sample.shipping.OrderShipped;

/** Fills one row per order, from events of orders, fraud cases and shipments. */
@Projector(value = OrderDashboard.class, sequencedBy = "orderId")
class OrderDashboardProjector {
  private final OrderDashboards dashboards;

  OrderDashboardProjector(OrderDashboards dashboards) {
    this.dashboards = dashboards;
  }

  @On
  void placed(OrderPlaced event, Metadata metadata) {
    dashboards.save(
        new OrderDashboard(
            event.orderId(), event.customerId(), "placed", event.total(), metadata.occurredAt()));
  }

  @On
  void reserved(OrderReserved event) {
    row(event.orderId()).reserved();
  }

  @On
  void rejected(OrderRejected event) {
    row(event.orderId()).rejected(event.reason());
  }

  @On
  void confirmed(OrderConfirmed event) {
    row(event.orderId()).confirmed();
  }

  @On
  void cancelled(OrderCancelled event) {
    row(event.orderId()).cancelled(event.reason());
  }

  /** A person has to look at the order before it is shipped. */
  @On
  void suspected(OrderSuspected event) {
    row(event.orderId()).noted(event.reason());
  }

  @On
  void decided(FraudDecided event) {
    row(event.orderId()).noted(event.reason());
  }

  @On
  void shipped(OrderShipped event) {
    row(event.orderId()).shipped(event.trackingNumber());
  }

  private OrderDashboard row(String orderId) {
    return dashboards.findById(orderId).orElseThrow();
  }
}

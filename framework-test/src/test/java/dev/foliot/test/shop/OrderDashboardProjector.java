package dev.foliot.test.shop;

import dev.foliot.handler.On;
import dev.foliot.projection.Projector;
import dev.foliot.test.shop.Shop.OrderPlaced;
import dev.foliot.test.shop.Shop.OrderShipped;

@Projector(OrderDashboard.class)
class OrderDashboardProjector {
  private final OrderDashboards dashboards;

  OrderDashboardProjector(OrderDashboards dashboards) {
    this.dashboards = dashboards;
  }

  @On
  void placed(OrderPlaced event) {
    dashboards.save(new OrderDashboard(event.orderId(), "placed"));
  }

  @On
  void shipped(OrderShipped event) {
    dashboards.findById(event.orderId()).orElseThrow().shipped();
  }
}

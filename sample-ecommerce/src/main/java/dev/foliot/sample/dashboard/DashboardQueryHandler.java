package dev.foliot.sample.dashboard;

import dev.foliot.handler.Handle;
import dev.foliot.query.QueryHandler;
import java.util.List;
import org.springframework.data.domain.Limit;

@QueryHandler
class DashboardQueryHandler {
  private final OrderDashboards dashboards;

  DashboardQueryHandler(OrderDashboards dashboards) {
    this.dashboards = dashboards;
  }

  @Handle
  List<OrderDashboard> latest(FindOrders query) {
    return dashboards.findByOrderByPlacedAtDesc(Limit.of(query.limit()));
  }

  @Handle
  List<OrderDashboard> of(FindOrdersOf query) {
    return dashboards.findByCustomerIdOrderByPlacedAtDesc(query.customerId());
  }

  @Handle
  List<StatusCount> count(CountOrders query) {
    return dashboards.countByStatus();
  }
}

package dev.foliot.sample.dashboard;

import java.util.List;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Query;

interface OrderDashboards extends JpaRepository<OrderDashboard, String> {

  List<OrderDashboard> findByOrderByPlacedAtDesc(Limit limit);

  List<OrderDashboard> findByCustomerIdOrderByPlacedAtDesc(String customerId);

  @Query(
      """
      select new dev.foliot.sample.dashboard.StatusCount(o.status, count(o))
      from OrderDashboard o group by o.status order by o.status
      """)
  List<StatusCount> countByStatus();
}

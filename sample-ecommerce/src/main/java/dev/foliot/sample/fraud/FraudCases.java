package dev.foliot.sample.fraud;

import java.time.Instant;
import java.util.List;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.JpaRepository;

interface FraudCases extends JpaRepository<FraudCase, String> {

  default FraudCase get(String orderId) {
    return findById(orderId).orElseThrow(() -> new FraudCaseNotFoundException(orderId));
  }

  int countByCustomerIdAndOrderIdNotAndOpenedAtAfter(
      String customerId, String orderId, Instant since);

  List<FraudCase> findByStatusOrderByOrderId(FraudStatus status, Limit limit);

  List<FraudCase> findByStatusAndCustomerIdOrderByOrderId(FraudStatus status, String customerId);
}

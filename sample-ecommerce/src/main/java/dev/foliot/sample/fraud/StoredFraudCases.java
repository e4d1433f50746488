package dev.foliot.sample.fraud;

import dev.foliot.sample.order.OrderPlaced;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** A desk in the database. */
@Component
@Transactional
class StoredFraudCases implements FraudDesk, FraudVerdicts {
  private final FraudCases cases;

  StoredFraudCases(FraudCases cases) {
    this.cases = cases;
  }

  @Override
  public void open(OrderPlaced order, String runId, Instant at) {
    if (!cases.existsById(order.orderId())) {
      cases.save(new FraudCase(order.orderId(), order.customerId(), order.total(), runId, at));
    }
  }

  @Override
  public int countOthers(String customerId, String orderId, Instant since) {
    return cases.countByCustomerIdAndOrderIdNotAndOpenedAtAfter(customerId, orderId, since);
  }

  @Override
  public void ask(String orderId, String reason) {
    cases.get(orderId).ask(reason);
  }

  @Override
  public void settle(String orderId, boolean genuine, String reason) {
    cases.get(orderId).settle(genuine, reason);
  }

  @Override
  public @Nullable FraudDecided about(String orderId) {
    return cases.findById(orderId).map(FraudCase::verdict).orElse(null);
  }
}

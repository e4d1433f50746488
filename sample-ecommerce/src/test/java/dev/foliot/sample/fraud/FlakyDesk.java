package dev.foliot.sample.fraud;

import dev.foliot.sample.order.OrderPlaced;
import java.time.Instant;
import org.springframework.context.annotation.Primary;

/** The desk in the database, which cannot count when a test says so. */
@Primary
class FlakyDesk implements FraudDesk {
  private final StoredFraudCases desk;
  boolean isBroken;

  FlakyDesk(StoredFraudCases desk) {
    this.desk = desk;
  }

  @Override
  public void open(OrderPlaced order, String runId, Instant at) {
    desk.open(order, runId, at);
  }

  @Override
  public int countOthers(String customerId, String orderId, Instant since) {
    if (isBroken) {
      throw new IllegalStateException("a bug");
    }
    return desk.countOthers(customerId, orderId, since);
  }

  @Override
  public void ask(String orderId, String reason) {
    desk.ask(orderId, reason);
  }

  @Override
  public void settle(String orderId, boolean genuine, String reason) {
    desk.settle(orderId, genuine, reason);
  }
}

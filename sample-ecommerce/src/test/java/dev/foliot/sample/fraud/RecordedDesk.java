package dev.foliot.sample.fraud;

import dev.foliot.sample.order.OrderPlaced;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** A desk in memory. */
class RecordedDesk implements FraudDesk {
  final Map<String, String> opened = new LinkedHashMap<>();
  final Map<String, String> asked = new LinkedHashMap<>();
  final Map<String, FraudDecided> settled = new LinkedHashMap<>();
  int others;

  @Override
  public void open(OrderPlaced order, String runId, Instant at) {
    opened.put(order.orderId(), order.customerId());
  }

  @Override
  public int countOthers(String customerId, String orderId, Instant since) {
    return others;
  }

  @Override
  public void ask(String orderId, String reason) {
    asked.put(orderId, reason);
  }

  @Override
  public void settle(String orderId, boolean genuine, String reason) {
    settled.put(orderId, new FraudDecided(orderId, genuine, reason));
  }
}

package dev.foliot.sample.fraud;

import dev.foliot.sample.order.OrderPlaced;
import java.time.Instant;

/** The place of all cases. Each call may be repeated; the second call changes nothing. */
interface FraudDesk {

  /**
   * Opens the case of an order.
   *
   * @param runId the run of the check
   */
  void open(OrderPlaced order, String runId, Instant at);

  /** How many other orders of the customer have had a case since then. */
  int countOthers(String customerId, String orderId, Instant since);

  /** Lets a person decide about an order. */
  void ask(String orderId, String reason);

  /** Closes the case of an order, if it is still open. */
  void settle(String orderId, boolean genuine, String reason);
}

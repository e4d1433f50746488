package dev.foliot.test.workflow;

import dev.foliot.command.Command;
import dev.foliot.event.DomainEvent;
import dev.foliot.message.Returns;

/** The messages of an order that is fulfilled. */
final class Fulfilment {
  private Fulfilment() {}

  record PlaceOrder(String id, long amount) {}

  record Payment(String id) {}

  record Receipt(String orderId, String paymentId) {}

  @Command
  record ReserveStock(String orderId) implements Returns<String> {}

  @DomainEvent
  record OrderApproved(String orderId) {}

  /** Another system. */
  interface Payments {
    Payment charge(PlaceOrder order, String idempotencyKey);
  }
}

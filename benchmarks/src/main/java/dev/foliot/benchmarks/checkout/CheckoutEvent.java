package dev.foliot.benchmarks.checkout;

import dev.foliot.event.DomainEvent;
import java.util.List;
import java.util.function.Function;

/** An event of a checkout. */
sealed interface CheckoutEvent {
  /** The events of one checkout, in their order. */
  List<Function<String, CheckoutEvent>> ALL =
      List.of(id -> new Placed(id, 4_200), Reserved::new, Paid::new, Shipped::new);

  String orderId();

  /** The order was placed. */
  @DomainEvent(name = "placed")
  record Placed(String orderId, long cents) implements CheckoutEvent {}

  /** The stock was reserved. */
  @DomainEvent(name = "reserved")
  record Reserved(String orderId) implements CheckoutEvent {}

  /** The order was paid. */
  @DomainEvent(name = "paid")
  record Paid(String orderId) implements CheckoutEvent {}

  /** The order was shipped. */
  @DomainEvent(name = "shipped")
  record Shipped(String orderId) implements CheckoutEvent {}
}

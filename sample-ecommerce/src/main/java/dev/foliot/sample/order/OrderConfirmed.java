package dev.foliot.sample.order;

import dev.foliot.event.DomainEvent;
import java.util.List;

/** The order is paid for; it can be shipped. */
@DomainEvent(name = "order-confirmed")
public record OrderConfirmed(String orderId, String customerId, List<OrderLine> lines) {}

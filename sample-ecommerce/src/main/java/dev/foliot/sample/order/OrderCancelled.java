package dev.foliot.sample.order;

import dev.foliot.event.DomainEvent;
import java.util.List;

/** The order is cancelled; the stock that was reserved for these lines is released. */
@DomainEvent(name = "order-cancelled")
public record OrderCancelled(String orderId, String reason, List<OrderLine> lines) {}

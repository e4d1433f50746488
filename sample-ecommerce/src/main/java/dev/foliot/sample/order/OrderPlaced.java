package dev.foliot.sample.order;

import dev.foliot.event.DomainEvent;
import java.math.BigDecimal;
import java.util.List;

/** An order is in; each product is on one line. */
@DomainEvent(name = "order-placed")
public record OrderPlaced(
    String orderId, String customerId, BigDecimal total, List<OrderLine> lines) {}

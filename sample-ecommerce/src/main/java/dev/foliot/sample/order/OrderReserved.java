package dev.foliot.sample.order;

import dev.foliot.event.DomainEvent;
import java.math.BigDecimal;

/** Everything that was ordered is reserved; it can be paid for. */
@DomainEvent(name = "order-reserved")
public record OrderReserved(String orderId, String customerId, BigDecimal total) {}

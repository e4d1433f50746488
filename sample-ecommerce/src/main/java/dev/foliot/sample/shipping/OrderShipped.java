package dev.foliot.sample.shipping;

import dev.foliot.event.DomainEvent;
import dev.foliot.sample.order.OrderLine;
import java.util.List;

/** A parcel has left. The event is also published to {@code shipments}. */
@DomainEvent(name = "order-shipped", publish = "shipments")
public record OrderShipped(
    String orderId, String customerId, String trackingNumber, List<OrderLine> lines) {}

package dev.foliot.sample.shipping;

import dev.foliot.command.Command;
import dev.foliot.sample.order.OrderLine;
import java.util.List;

/** A carrier has taken the parcel of an order. */
@Command(version = 2)
public record ShipOrder(
    String orderId, String customerId, String trackingNumber, List<OrderLine> lines) {}

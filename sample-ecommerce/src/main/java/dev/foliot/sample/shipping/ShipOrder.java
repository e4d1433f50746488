package dev.foliot.sample.shipping;

import dev.foliot.command.Command;
import dev.foliot.sample.order.OrderLine;
import java.util.List;

/** A paid order is to leave the shop. */
@Command
public record ShipOrder(String orderId, String customerId, List<OrderLine> lines) {}

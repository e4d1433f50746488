package dev.foliot.sample.inventory;

import dev.foliot.command.Command;
import dev.foliot.sample.order.OrderLine;
import java.util.List;

/** An order does not need these products any more. */
@Command(sequencedBy = "orderId")
public record ReleaseStock(String orderId, List<OrderLine> lines) {}

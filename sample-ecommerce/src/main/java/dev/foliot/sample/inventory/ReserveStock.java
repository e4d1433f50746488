package dev.foliot.sample.inventory;

import dev.foliot.command.Command;
import dev.foliot.sample.order.OrderLine;
import java.util.List;

/** An order needs all these products. */
@Command(sequencedBy = "orderId")
public record ReserveStock(String orderId, List<OrderLine> lines) {}

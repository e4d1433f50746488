package dev.foliot.sample.fulfilment;

import dev.foliot.command.Command;
import dev.foliot.sample.order.OrderLine;
import java.math.BigDecimal;
import java.util.List;

/** A paid order is to leave the shop. It is the input of {@link Fulfilment}. */
@Command
public record FulfilOrder(
    String orderId, String customerId, BigDecimal total, List<OrderLine> lines) {}

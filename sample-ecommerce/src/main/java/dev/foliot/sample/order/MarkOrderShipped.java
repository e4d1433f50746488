package dev.foliot.sample.order;

import dev.foliot.command.Command;

/** The shipment has left. */
@Command
public record MarkOrderShipped(String orderId) {}

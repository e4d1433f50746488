package dev.foliot.sample.order;

import dev.foliot.command.Command;

/** The inventory has reserved every line. */
@Command
public record MarkOrderReserved(String orderId) {}

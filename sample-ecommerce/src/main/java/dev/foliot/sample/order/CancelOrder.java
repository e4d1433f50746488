package dev.foliot.sample.order;

import dev.foliot.command.Command;

/** The payment was refused. */
@Command
public record CancelOrder(String orderId, String reason) {}

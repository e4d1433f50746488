package dev.foliot.sample.order;

import dev.foliot.command.Command;

/** The payment was authorised. */
@Command
public record ConfirmOrder(String orderId) {}

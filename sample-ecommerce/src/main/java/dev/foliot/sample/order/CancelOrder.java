package dev.foliot.sample.order;

import dev.foliot.command.Command;

/** The order was not paid for, or cannot be shipped. */
@Command
public record CancelOrder(String orderId, String reason) {}

package dev.foliot.benchmarks.order;

import dev.foliot.command.Command;

/** Places an order. */
@Command
public record PlaceOrder(String orderId, String customerId, long cents) {}

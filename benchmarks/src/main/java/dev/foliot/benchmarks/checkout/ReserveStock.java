package dev.foliot.benchmarks.checkout;

import dev.foliot.command.Command;

/** Reserves the stock of an order. */
@Command(name = "reserve-stock")
record ReserveStock(String orderId) {}

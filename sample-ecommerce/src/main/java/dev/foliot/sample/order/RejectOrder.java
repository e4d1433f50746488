package dev.foliot.sample.order;

import dev.foliot.command.Command;

/** The inventory cannot fill every line, and has reserved none. */
@Command
public record RejectOrder(String orderId, String reason) {}

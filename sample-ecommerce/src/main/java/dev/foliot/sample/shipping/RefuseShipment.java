package dev.foliot.sample.shipping;

import dev.foliot.command.Command;

/** An order will not leave the shop. */
@Command
public record RefuseShipment(String orderId, String reason) {}

package dev.foliot.benchmarks.checkout;

import dev.foliot.command.CommandHandler;
import dev.foliot.handler.Handle;

/**
 * Takes the commands of the checkouts. Its subscription is paused: only the sending is measured.
 */
@CommandHandler(name = StockCommandHandler.NAME)
class StockCommandHandler {
  static final String NAME = "stock";

  @Handle
  void reserve(ReserveStock command) {}
}

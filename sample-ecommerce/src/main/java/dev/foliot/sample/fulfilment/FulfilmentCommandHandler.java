package dev.foliot.sample.fulfilment;

// docs: start
import dev.foliot.command.CommandHandler;
import dev.foliot.handler.Handle;
import dev.foliot.workflow.RunOptions;
import dev.foliot.workflow.Workflows;

/** Starts the fulfilment of an order, once. */
@CommandHandler
class FulfilmentCommandHandler {
  private final Workflows workflows;

  FulfilmentCommandHandler(Workflows workflows) {
    this.workflows = workflows;
  }

  @Handle
  void fulfil(FulfilOrder command) {
    workflows.start(Fulfilment.class, command, RunOptions.id("fulfilment-" + command.orderId()));
  }
}
// docs: end

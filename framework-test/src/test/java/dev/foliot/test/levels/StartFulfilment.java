package dev.foliot.test.levels;

import dev.foliot.event.EventHandler;
import dev.foliot.handler.Handle;
import dev.foliot.workflow.RunOptions;
import dev.foliot.workflow.Workflows;

/** Starts a run for each order, in the transaction of the delivery. */
@EventHandler(name = "start-fulfilment")
class StartFulfilment {
  private final Workflows workflows;

  StartFulfilment(Workflows workflows) {
    this.workflows = workflows;
  }

  @Handle
  void on(Shop.OrderPlaced event) {
    workflows.start(Fulfilment.class, event.order(), RunOptions.id("run-" + event.order()));
  }
}

package dev.foliot.test.levels;

import dev.foliot.test.levels.Shop.StockReserved;
import dev.foliot.workflow.DurableFunction;
import dev.foliot.workflow.EventWait;
import dev.foliot.workflow.Workflow;
import dev.foliot.workflow.WorkflowContext;

/** Waits for the same event three times. */
@Workflow(name = "restock")
class Restock implements DurableFunction<String, String> {
  @Override
  public String run(WorkflowContext ctx, String order) {
    EventWait<StockReserved> reserved = EventWait.of(StockReserved.class).where("order", order);
    ctx.waitForEvent("first", reserved);
    ctx.waitForEvent("second", reserved);
    ctx.waitForEvent("third", reserved);
    return "done";
  }
}

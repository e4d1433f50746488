package dev.foliot.test.levels;

import static java.time.Duration.ofDays;
import static java.time.Duration.ofHours;

import dev.foliot.test.levels.Shop.ShipOrder;
import dev.foliot.test.levels.Shop.StockReserved;
import dev.foliot.workflow.DurableFunction;
import dev.foliot.workflow.EventWait;
import dev.foliot.workflow.Workflow;
import dev.foliot.workflow.WorkflowContext;
import java.util.Optional;

// docs: workflow
@Workflow(name = "fulfilment")
class Fulfilment implements DurableFunction<String, String> {
  @Override
  public String run(WorkflowContext ctx, String order) {
    EventWait<StockReserved> reserved =
        EventWait.of(StockReserved.class).where("order", order).within(ofDays(2));
    Optional<StockReserved> stock = ctx.waitForEvent("stock", reserved);
    if (stock.isEmpty()) {
      return "no stock";
    }
    ctx.wait("cooling", ofHours(2));
    return ctx.command("ship", new ShipOrder(order));
  }
}
// docs: end

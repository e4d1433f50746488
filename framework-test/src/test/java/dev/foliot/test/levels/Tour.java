package dev.foliot.test.levels;

import dev.foliot.workflow.DurableFunction;
import dev.foliot.workflow.Workflow;
import dev.foliot.workflow.WorkflowContext;

/** Leaves the work to another workflow. */
@Workflow(name = "tour")
class Tour implements DurableFunction<String, String> {
  @Override
  public String run(WorkflowContext ctx, String order) {
    return ctx.invoke("tour", Delivery.class, order, String.class);
  }
}

package dev.foliot.benchmarks.workflow;

import dev.foliot.workflow.DurableFunction;
import dev.foliot.workflow.Workflow;
import dev.foliot.workflow.WorkflowContext;

/** Three steps that do nothing. */
@Workflow(name = "three-steps")
public class ThreeSteps implements DurableFunction<String, String> {
  @Override
  public String run(WorkflowContext ctx, String order) {
    String reserved = ctx.step("reserve", String.class, step -> "reserved " + order);
    String paid = ctx.step("pay", String.class, step -> "paid " + order);
    String shipped = ctx.step("ship", String.class, step -> "shipped " + order);
    return "%s, %s, %s".formatted(reserved, paid, shipped);
  }
}

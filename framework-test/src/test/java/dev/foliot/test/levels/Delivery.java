package dev.foliot.test.levels;

import static java.time.Duration.ofHours;

import dev.foliot.workflow.DurableFunction;
import dev.foliot.workflow.StepOptions;
import dev.foliot.workflow.Workflow;
import dev.foliot.workflow.WorkflowContext;

/** Finds a van at its second try for an order, and another one at each further try. */
@Workflow(name = "delivery")
class Delivery implements DurableFunction<String, String> {
  /** A test sets it to 0. */
  static int vans;

  @Override
  public String run(WorkflowContext ctx, String order) {
    String loaded =
        ctx.step("load", String.class, StepOptions.noRetry(), step -> order + " in van " + next());
    ctx.wait("drive", ofHours(3));
    return loaded;
  }

  private static int next() {
    vans++;
    if (vans == 1) {
      throw new IllegalStateException("no van");
    }
    return vans;
  }
}

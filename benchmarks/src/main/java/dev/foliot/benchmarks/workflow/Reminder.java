package dev.foliot.benchmarks.workflow;

import dev.foliot.workflow.DurableFunction;
import dev.foliot.workflow.Workflow;
import dev.foliot.workflow.WorkflowContext;
import java.time.Duration;

/** Waits for a month between two steps. */
@Workflow(name = "reminder")
public class Reminder implements DurableFunction<String, String> {
  private static final Duration MONTH = Duration.ofDays(30);

  @Override
  public String run(WorkflowContext ctx, String order) {
    ctx.step("ship", String.class, step -> "shipped " + order);
    ctx.wait("month", MONTH);
    return ctx.step("remind", String.class, step -> "reminded of " + order);
  }
}

package dev.foliot.test.levels;

import static java.time.Duration.ofHours;

import dev.foliot.workflow.CallbackOptions;
import dev.foliot.workflow.DurableFunction;
import dev.foliot.workflow.Workflow;
import dev.foliot.workflow.WorkflowContext;

@Workflow(name = "approval")
class Approval implements DurableFunction<String, String> {
  @Override
  public String run(WorkflowContext ctx, String question) {
    ctx.compensate("withdraw", step -> {});
    CallbackOptions options = CallbackOptions.timeout(ofHours(24)).withHeartbeatTimeout(ofHours(2));
    try {
      return ctx.waitForCallback("answer", String.class, options, (id, step) -> {});
    } catch (RuntimeException e) {
      return "refused: " + e.getMessage();
    }
  }
}

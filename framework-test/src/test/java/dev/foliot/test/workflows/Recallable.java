package dev.foliot.test.workflows;

import dev.foliot.event.DomainEvent;
import dev.foliot.workflow.DurableFunction;
import dev.foliot.workflow.Workflow;
import dev.foliot.workflow.WorkflowContext;
import dev.foliot.workflow.trigger.CancelOn;
import java.time.Duration;

/** Waits until an event cancels it. */
@Workflow(name = "recallable")
@CancelOn(event = Recallable.Recalled.class, when = "event.order == run.input")
class Recallable implements DurableFunction<String, String> {
  @DomainEvent
  record Recalled(String order) {}

  @Override
  public String run(WorkflowContext ctx, String order) {
    ctx.wait("day", Duration.ofDays(1));
    return order;
  }
}

package dev.foliot.workflow.autoconfigure;

import dev.foliot.Domain;
import dev.foliot.Engine;
import dev.foliot.event.DomainEvent;
import dev.foliot.event.EventHandler;
import dev.foliot.handler.Handle;
import dev.foliot.workflow.CallbackOptions;
import dev.foliot.workflow.DurableFunction;
import dev.foliot.workflow.RunOptions;
import dev.foliot.workflow.Workflow;
import dev.foliot.workflow.WorkflowContext;
import dev.foliot.workflow.Workflows;
import org.springframework.context.ApplicationContext;

/** A workflow that waits for a person. */
@Workflow(name = "approval")
public class Approval implements DurableFunction<String, String> {
  @Override
  public String run(WorkflowContext ctx, String input) {
    return ctx.waitForCallback(
        "ask", String.class, CallbackOptions.defaults(), (callbackId, step) -> {});
  }

  @DomainEvent
  record Asked(String id) {}

  /** The engine of tests wants a handler. */
  @EventHandler
  static class Listener {
    @Handle
    void on(Asked event) {}
  }

  /** Starts a run, and lets the engine execute it until it waits. */
  public static void startAndRun(ApplicationContext context, RunOptions options) {
    context.getBean(Workflows.class).start(Approval.class, "a secret", options);
    Engine.inTestMode(context.getBean(Domain.class)).runUntilIdle();
  }
}

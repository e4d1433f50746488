package dev.foliot.sample.fraud;

import dev.foliot.sample.fraud.FraudCheck.CheckOrder;
import dev.foliot.sample.order.OrderPlaced;
import dev.foliot.workflow.DurableFunction;
import dev.foliot.workflow.StepOptions;
import dev.foliot.workflow.Workflow;
import dev.foliot.workflow.WorkflowContext;
import dev.foliot.workflow.trigger.FailedRun;
import java.util.Objects;

// docs: hand
/** Lets a person check an order if the {@link FraudCheck} has failed. */
@Workflow(name = "check-by-hand")
class CheckByHand implements DurableFunction<FailedRun<CheckOrder>, String> {
  private final FraudDesk desk;

  CheckByHand(FraudDesk desk) {
    this.desk = desk;
  }

  @Override
  public String run(WorkflowContext ctx, FailedRun<CheckOrder> failed) {
    OrderPlaced order = Objects.requireNonNull(failed.input()).order();
    ctx.step(
        "ask",
        StepOptions.transactional(),
        step -> {
          desk.open(order, failed.runId(), ctx.info().startedAt());
          desk.ask(order.orderId(), "the check has failed");
        });
    return order.orderId();
  }
}
// docs: end

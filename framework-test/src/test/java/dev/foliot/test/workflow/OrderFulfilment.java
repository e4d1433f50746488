package dev.foliot.test.workflow;

import static java.time.Duration.ofDays;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofSeconds;

import dev.foliot.handler.RetryPolicy;
import dev.foliot.test.workflow.Fulfilment.OrderApproved;
import dev.foliot.test.workflow.Fulfilment.Payment;
import dev.foliot.test.workflow.Fulfilment.Payments;
import dev.foliot.test.workflow.Fulfilment.PlaceOrder;
import dev.foliot.test.workflow.Fulfilment.Receipt;
import dev.foliot.test.workflow.Fulfilment.ReserveStock;
import dev.foliot.workflow.DurableFunction;
import dev.foliot.workflow.EventWait;
import dev.foliot.workflow.StepOptions;
import dev.foliot.workflow.Workflow;
import dev.foliot.workflow.WorkflowContext;
import java.util.Optional;

// docs: workflow
@Workflow(name = "order-fulfilment")
class OrderFulfilment implements DurableFunction<PlaceOrder, Receipt> {
  private static final StepOptions PATIENT =
      StepOptions.retry(RetryPolicy.exponential(5, ofSeconds(1)));

  private final Payments payments;

  OrderFulfilment(Payments payments) {
    this.payments = payments;
  }

  @Override
  public Receipt run(WorkflowContext ctx, PlaceOrder order) {
    ctx.command("reserve", new ReserveStock(order.id()));
    if (order.amount() > 1_000) {
      EventWait<OrderApproved> approved =
          EventWait.of(OrderApproved.class).where("orderId", order.id()).within(ofDays(2));
      Optional<OrderApproved> approval = ctx.waitForEvent("approval", approved);
      if (approval.isEmpty()) {
        throw new NotApprovedException(order.id());
      }
    }
    ctx.wait("cooling", ofHours(1));
    Payment paid =
        ctx.step(
            "pay", Payment.class, PATIENT, step -> payments.charge(order, step.idempotencyKey()));
    return new Receipt(order.id(), paid.id());
  }
}
// docs: end

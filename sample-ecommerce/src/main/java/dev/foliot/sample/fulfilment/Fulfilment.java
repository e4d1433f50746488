package dev.foliot.sample.fulfilment;

// docs: fulfilment
import static java.time.Duration.ofDays;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofSeconds;

import dev.foliot.handler.RetryPolicy;
import dev.foliot.sample.fraud.FraudCase;
import dev.foliot.sample.fraud.FraudDecided;
import dev.foliot.sample.fraud.FraudVerdicts;
import dev.foliot.sample.shipping.RefuseShipment;
import dev.foliot.sample.shipping.ShipOrder;
import dev.foliot.workflow.Callback;
import dev.foliot.workflow.CallbackOptions;
import dev.foliot.workflow.CallbackTimedOutException;
import dev.foliot.workflow.DurableFunction;
import dev.foliot.workflow.EventWait;
import dev.foliot.workflow.OperationFailedException;
import dev.foliot.workflow.StepOptions;
import dev.foliot.workflow.Workflow;
import dev.foliot.workflow.WorkflowContext;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;

/**
 * Ships a paid order. If the order is a fraud, is not approved, or is not accepted by the carrier,
 * everything is undone, and the checkout of the order pays the money back.
 */
@Workflow(name = "fulfilment")
class Fulfilment implements DurableFunction<FulfilOrder, FulfilmentResult> {
  private static final StepOptions FOR_SECONDS =
      StepOptions.retry(RetryPolicy.exponential(5, ofSeconds(1)));
  private static final StepOptions FOR_DAYS =
      StepOptions.retry(RetryPolicy.exponential(15, ofSeconds(10)));

  private final FraudVerdicts verdicts;
  private final ApprovalDesk desk;
  private final CarrierProvider carrier;
  private final BigDecimal approvalAbove;

  Fulfilment(
      FraudVerdicts verdicts,
      ApprovalDesk desk,
      CarrierProvider carrier,
      @Value("${shop.approval.above}") BigDecimal approvalAbove) {
    this.verdicts = verdicts;
    this.desk = desk;
    this.carrier = carrier;
    this.approvalAbove = approvalAbove;
  }

  /** The verdict at one moment; null if there was none. */
  record Known(@Nullable FraudDecided verdict) {}

  @Override
  public FulfilmentResult run(WorkflowContext ctx, FulfilOrder order) {
    if (FraudCase.isNeededFor(order.total())) {
      FraudDecided verdict = verdict(ctx, order);
      if (!verdict.genuine()) {
        return refuse(ctx, order, verdict.reason());
      }
    }
    String trackingNumber;
    try {
      approve(ctx, order);
      trackingNumber = book(ctx, order);
      ctx.command(
          "ship",
          new ShipOrder(order.orderId(), order.customerId(), trackingNumber, order.lines()));
      ctx.emit(new FulfilmentProgress("The carrier takes it: " + trackingNumber));
    } catch (OperationFailedException e) {
      return refuse(ctx, order, reason(e));
    }
    ctx.wait("try it out", ofDays(14));
    ctx.publish("ask for a review", new ReviewDue(order.orderId(), order.customerId()));
    return FulfilmentResult.shipped(trackingNumber);
  }

  /** The fraud check began when the order was placed. It may have ended, or still run. */
  private FraudDecided verdict(WorkflowContext ctx, FulfilOrder order) {
    Known known =
        ctx.step(
            "look for a verdict", Known.class, step -> new Known(verdicts.about(order.orderId())));
    if (known.verdict() != null) {
      return known.verdict();
    }
    ctx.emit(new FulfilmentProgress("Waits for the fraud check"));
    EventWait<FraudDecided> decision =
        EventWait.of(FraudDecided.class).where("orderId", order.orderId()).within(ofDays(3));
    return ctx.waitForEvent("verdict", decision)
        .orElseGet(() -> new FraudDecided(order.orderId(), false, "no verdict in time"));
  }

  /** A step compares the amount with the limit, which may change while the order waits. */
  private void approve(WorkflowContext ctx, FulfilOrder order) {
    boolean needsApproval =
        ctx.step(
            "check the amount", Boolean.class, step -> order.total().compareTo(approvalAbove) > 0);
    if (!needsApproval) {
      return;
    }
    Callback<String> approval =
        ctx.createCallback("approval", String.class, CallbackOptions.timeout(ofDays(2)));
    ctx.compensate("withdraw", StepOptions.transactional(), step -> desk.withdraw(order.orderId()));
    ctx.step("ask", StepOptions.transactional(), step -> desk.ask(order, approval.id()));
    ctx.emit(new FulfilmentProgress("Waits for a person"));
    approval.get();
    ctx.emit(new FulfilmentProgress("Approved"));
  }

  /** The carrier answers later whether it accepts the parcel. */
  private String book(WorkflowContext ctx, FulfilOrder order) {
    Callback<String> answer =
        ctx.createCallback("carrier", String.class, CallbackOptions.timeout(ofHours(12)));
    Parcel parcel = new Parcel(order.orderId(), order.lines(), answer.id());
    ctx.compensate("cancel", FOR_DAYS, step -> carrier.cancel(order.orderId()));
    ctx.step("book", FOR_SECONDS, step -> carrier.book(step.idempotencyKey(), parcel));
    ctx.emit(new FulfilmentProgress("Waits for the carrier"));
    return answer.get();
  }

  private FulfilmentResult refuse(WorkflowContext ctx, FulfilOrder order, String reason) {
    ctx.emit(new FulfilmentProgress("Is undone: " + reason));
    ctx.compensateAll();
    ctx.command("refuse", new RefuseShipment(order.orderId(), reason));
    return FulfilmentResult.refused(reason);
  }

  private static String reason(OperationFailedException e) {
    return e instanceof CallbackTimedOutException
        ? "no answer in time: " + e.operation()
        : String.valueOf(e.getMessage());
  }
}
// docs: end

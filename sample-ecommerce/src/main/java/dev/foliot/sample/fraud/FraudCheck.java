package dev.foliot.sample.fraud;

import static java.time.Duration.ofDays;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofSeconds;

import dev.foliot.handler.RetryPolicy;
import dev.foliot.sample.order.OrderCancelled;
import dev.foliot.sample.order.OrderPlaced;
import dev.foliot.sample.order.OrderRejected;
import dev.foliot.workflow.EventWait;
import dev.foliot.workflow.Workflow;
import dev.foliot.workflow.step.AnswerTimedOutException;
import dev.foliot.workflow.step.CatchError;
import dev.foliot.workflow.step.InputRequired;
import dev.foliot.workflow.step.StartEvent;
import dev.foliot.workflow.step.Step;
import dev.foliot.workflow.step.StepContext;
import dev.foliot.workflow.step.StepFailed;
import dev.foliot.workflow.step.StopEvent;
import dev.foliot.workflow.trigger.CancelOn;
import dev.foliot.workflow.trigger.Concurrency;
import dev.foliot.workflow.trigger.OnFailure;
import dev.foliot.workflow.trigger.Trigger;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

// docs: check
/** Checks a large order: three rules score it side by side, and a person decides if in doubt. */
@Workflow(name = "fraud-check")
@Trigger(event = OrderPlaced.class, when = "event.total > " + FraudCase.ABOVE)
@Concurrency(limit = 1, key = "input.order.customerId") // each counts the earlier orders
@CancelOn(event = OrderCancelled.class, when = "event.orderId == run.input.order.orderId")
@CancelOn(event = OrderRejected.class, when = "event.orderId == run.input.order.orderId")
@OnFailure(CheckByHand.class)
class FraudCheck {
  static final RetryPolicy PATIENT = RetryPolicy.exponential(4, ofSeconds(1));
  private static final BigDecimal LARGE = new BigDecimal("1000.00");

  private final FraudDesk desk;
  private final CreditAgency agency;

  FraudCheck(FraudDesk desk, CreditAgency agency) {
    this.desk = desk;
    this.agency = agency;
  }

  record CheckOrder(OrderPlaced order) implements StartEvent {}

  record Opened(String orderId, String customerId, BigDecimal total) {}

  record OnDesk(String orderId) {}

  record Question(String orderId) implements InputRequired<FraudDecided> {}

  record Checked(boolean genuine, String reason) implements StopEvent {}

  @Step
  Opened open(CheckOrder check, StepContext<?> ctx) {
    OrderPlaced order = check.order();
    desk.open(order, ctx.run().runId(), ctx.run().startedAt());
    return new Opened(order.orderId(), order.customerId(), order.total());
  }

  @Step
  Score amount(Opened order) {
    int points = order.total().compareTo(LARGE) > 0 ? 30 : 0;
    return new Score(order.orderId(), points, "a large amount");
  }

  @Step
  Score velocity(Opened order, StepContext<?> ctx) {
    int others =
        desk.countOthers(
            order.customerId(), order.orderId(), ctx.run().startedAt().minus(ofHours(1)));
    return new Score(order.orderId(), Math.min(15 * others, 45), "large orders in one hour");
  }

  @Step(retry = "PATIENT")
  Score reputation(Opened order) {
    int points = 40 * agency.complaintsAbout(order.customerId());
    return new Score(order.orderId(), points, "complaints of other shops");
  }

  @CatchError(steps = "reputation")
  Score unknownReputation(StepFailed failure) {
    return new Score(((Opened) failure.input()).orderId(), 20, "no answer of the agency");
  }

  @Step
  @Nullable Assessment assess(Score score, StepContext<?> ctx) {
    List<Score> scores = ctx.collect(score, Score.class, 3);
    return scores == null ? null : Assessment.of(scores);
  }

  @Step
  Checked settle(Assessment.Sure sure) {
    return end(sure.orderId(), sure.genuine(), sure.reason());
  }

  @Step
  OnDesk ask(Assessment.Unsure unsure) {
    desk.ask(unsure.orderId(), unsure.reason());
    return new OnDesk(unsure.orderId());
  }

  /** The decision of the person closes the case; it comes here as an event. */
  @Step(asks = Question.class)
  Checked decide(OnDesk waiting, StepContext<?> ctx) {
    String orderId = waiting.orderId();
    EventWait<FraudDecided> decision = EventWait.of(FraudDecided.class).where("orderId", orderId);
    try {
      FraudDecided decided = ctx.ask(new Question(orderId), decision.within(ofDays(2)));
      return new Checked(decided.genuine(), decided.reason());
    } catch (AnswerTimedOutException e) {
      return end(orderId, false, "no decision in time");
    }
  }

  private Checked end(String orderId, boolean genuine, String reason) {
    desk.settle(orderId, genuine, reason);
    return new Checked(genuine, reason);
  }
}
// docs: end

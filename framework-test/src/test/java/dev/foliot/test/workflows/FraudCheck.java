package dev.foliot.test.workflows;

import dev.foliot.event.DomainEvent;
import dev.foliot.handler.RetryPolicy;
import dev.foliot.workflow.EventWait;
import dev.foliot.workflow.Workflow;
import dev.foliot.workflow.step.AnswerTimedOutException;
import dev.foliot.workflow.step.CatchError;
import dev.foliot.workflow.step.HumanResponse;
import dev.foliot.workflow.step.InputRequired;
import dev.foliot.workflow.step.StartEvent;
import dev.foliot.workflow.step.Step;
import dev.foliot.workflow.step.StepContext;
import dev.foliot.workflow.step.StepFailed;
import dev.foliot.workflow.step.StopEvent;
import dev.foliot.workflow.trigger.Trigger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Scores an order by several rules; a person decides when the rules are unsure. */
@Workflow(name = "fraud-check")
@Trigger(event = FraudCheck.OrderPlaced.class)
class FraudCheck {
  static final RetryPolicy TWICE = RetryPolicy.fixed(2, Duration.ofSeconds(1));

  /** The bodies that ran. */
  final List<String> ran = new CopyOnWriteArrayList<>();

  volatile int failures;

  volatile boolean cannotSum;

  /** Runs in each attempt of {@code score}. */
  volatile Action inScore = () -> {};

  /** Anything that a test does in a step. */
  interface Action {
    void run() throws Exception;
  }

  @DomainEvent
  record OrderPlaced(String order, int amount, int rules, int points) implements StartEvent {}

  record Rule(int number, int points) {}

  record Score(int rule, int points) {}

  record Unsure(String order) implements InputRequired<Decision> {}

  record Decision(boolean good) implements HumanResponse {}

  record Second(String order) implements InputRequired<Review> {}

  @DomainEvent
  record Review(String order, boolean good) implements HumanResponse {}

  sealed interface Verdict extends StopEvent permits Accepted, Rejected {}

  record Accepted(int points) implements Verdict {}

  record Rejected(String reason) implements Verdict {}

  record Started(String order) {}

  /** The scores so far. */
  static final class Scores {
    public String order = "";
    public List<Score> scores = new ArrayList<>();
  }

  @Step
  List<Rule> begin(OrderPlaced order, StepContext<Scores> ctx) {
    ran.add("begin");
    ctx.emit(new Started(order.order()));
    ctx.set("order", order.order());
    List<Rule> rules = new ArrayList<>();
    for (int i = 1; i <= order.rules(); i++) {
      rules.add(new Rule(i, order.points()));
    }
    return rules;
  }

  @Step(workers = 3, retry = "TWICE")
  Score score(Rule rule, StepContext<Scores> ctx) throws Exception {
    inScore.run();
    ran.add("score " + rule.number() + " " + ctx.attempt());
    if (failures > 0) {
      failures--;
      throw new IllegalStateException("no answer of rule " + rule.number());
    }
    Score score = new Score(rule.number(), rule.points());
    ctx.edit(
        state -> {
          state.scores.add(score);
          return state;
        });
    return score;
  }

  @CatchError(steps = "score")
  Score guess(StepFailed failure) {
    ran.add("guess " + failure.attempts());
    return new Score(((Rule) failure.input()).number(), 1);
  }

  @Step(sends = Unsure.class)
  @Nullable Accepted sum(Score score, StepContext<Scores> ctx) {
    ran.add("sum " + score.rule());
    if (cannotSum) {
      throw new IllegalStateException("cannot sum");
    }
    List<Score> all = ctx.collect(score, Score.class, 3);
    if (all == null) {
      return null;
    }
    int points = all.stream().mapToInt(Score::points).sum();
    if (points > 20) {
      ctx.send(new Unsure(ctx.state().order));
      return null;
    }
    return new Accepted(points);
  }

  @Step
  Verdict decide(Decision decision, StepContext<Scores> ctx) {
    if (decision.good()) {
      ran.add("decide");
      return new Accepted(0);
    }
    ran.add("review");
    String order = ctx.get("order", String.class).orElseThrow();
    EventWait<Review> review = EventWait.of(Review.class).where("order", order);
    try {
      boolean isGood = ctx.ask(new Second(order), review.within(Duration.ofHours(1))).good();
      return isGood ? new Accepted(1) : new Rejected("by two people");
    } catch (AnswerTimedOutException e) {
      return new Rejected(e.getMessage());
    }
  }
}

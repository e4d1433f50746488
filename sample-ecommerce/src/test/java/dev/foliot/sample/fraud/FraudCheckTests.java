package dev.foliot.sample.fraud;

import static dev.foliot.test.FoliotAssertions.*;
import static java.time.Duration.ofDays;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofSeconds;

import dev.foliot.sample.fraud.FraudCheck.CheckOrder;
import dev.foliot.sample.fraud.FraudCheck.Checked;
import dev.foliot.sample.fraud.FraudCheck.Question;
import dev.foliot.sample.order.OrderLine;
import dev.foliot.sample.order.OrderPlaced;
import dev.foliot.test.WorkflowResult;
import dev.foliot.test.WorkflowTestRun;
import dev.foliot.test.WorkflowTestRunner;
import dev.foliot.workflow.RunStatus;
import dev.foliot.workflow.step.StartEvent;
import dev.foliot.workflow.step.StepGraph;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Level 1, for a workflow of steps: no Spring, no database, and two days in a millisecond. */
// docs: test
class FraudCheckTests {
  private static final CheckOrder LARGE = order("1500.00");

  private final RecordedDesk desk = new RecordedDesk();
  private final FlakyAgency agency = new FlakyAgency();

  @Test
  void clearsAnOrderWithoutDoubts() {
    WorkflowResult<Object> result = check().run(LARGE);

    assertThat(result)
        .hasResult(new Checked(true, "no doubts"))
        .ran("open", "amount", "velocity", "reputation", "settle")
        .didNotRun("ask");
    assertThat(desk.settled).containsValue(new FraudDecided("ord-1", true, "no doubts"));
  }

  @Test
  void asksAPersonInDoubt() {
    desk.others = 1;
    WorkflowTestRun<Object> run = check().start(LARGE);
    assertThat(run.result()).isWaitingFor("Question");
    assertThat(run.result().collected()).contains(new Question("ord-1"));
    assertThat(desk.asked).containsEntry("ord-1", "a large amount, large orders in one hour");

    run.advance(ofHours(5)).publish(new FraudDecided("ord-1", false, "refused by ann"));

    assertThat(run.result()).hasResult(new Checked(false, "refused by ann")).took(ofHours(5));
    assertThat(desk.settled).isEmpty(); // the decision itself has closed the case
  }

  // docs: end
  @Test
  void leavesTheDecisionAboutAnotherOrderAlone() {
    desk.others = 1;
    WorkflowTestRun<Object> run = check().start(LARGE);

    run.publish(new FraudDecided("ord-2", true, "cleared by ann"));

    assertThat(run.result()).isWaitingFor("Question");
  }

  @Test
  void refusesAnOrderThatNobodyDecides() {
    desk.others = 1;

    WorkflowResult<Object> result = check().run(LARGE);

    assertThat(result).hasResult(new Checked(false, "no decision in time")).took(ofDays(2));
    assertThat(desk.settled.values())
        .containsExactly(new FraudDecided("ord-1", false, "no decision in time"));
  }

  @Test
  void refusesAFraudWithoutAPerson() {
    agency.complaints = 2;

    WorkflowResult<Object> result = check().run(order("600.00"));

    assertThat(result).hasResult(new Checked(false, "complaints of other shops")).didNotRun("ask");
  }

  /** Each rule at both sides of its limits: 40 points ask a person, 80 points are a fraud. */
  @Test
  void addsThePointsOfAllRules() {
    desk.others = 2; // 30 points
    assertThat(check().run(order("1000.00"))).hasResult(new Checked(true, "no doubts"));
    assertThat(check().start(order("1000.01")).result()).isWaitingFor("Question");
    desk.others = 99; // 45 points
    assertThat(check().start(order("1000.01")).result()).isWaitingFor("Question");
    agency.complaints = 1; // 40 points
    assertThat(check().run(order("1000.00")))
        .hasResult(new Checked(false, "complaints of other shops, large orders in one hour"));
  }

  @Test
  void scoresByAllRulesSideBySide() {
    agency.failures = 1;
    WorkflowTestRun<Object> run = check().start(LARGE);
    assertThat(run.result()).ran("amount", "velocity", "assess").didNotRun("settle");

    run.advance(ofSeconds(1));

    assertThat(run.result()).hasResult(new Checked(true, "no doubts"));
  }

  @Test
  void asksTheAgencyAgainThatWasAway() {
    agency.failures = 3;

    WorkflowResult<Object> result = check().run(LARGE);

    assertThat(result)
        .hasResult(new Checked(true, "no doubts"))
        .hasAttempts("reputation", 4)
        .took(ofSeconds(7));
  }

  @Test
  void goesOnWithoutTheAgency() {
    agency.failures = 4;

    WorkflowTestRun<Object> run = check().start(LARGE).finish();

    assertThat(desk.asked).containsEntry("ord-1", "a large amount, no answer of the agency");
    assertThat(run.result()).hasAttempts("reputation", 4);
  }

  @Test
  void survivesACrashAnywhere() {
    desk.others = 1;

    WorkflowResult<Object> result =
        check()
            .at(ofHours(1), publish(new FraudDecided("ord-1", true, "cleared by ann")))
            .crashAfterEachAppend()
            .run(LARGE);

    assertThat(result).hasResult(new Checked(true, "cleared by ann"));
  }

  @Test
  void endsWhenItIsCancelled() {
    desk.others = 1;
    WorkflowTestRun<Object> run = check().start(LARGE);

    run.cancel();

    assertThat(run.status()).isEqualTo(RunStatus.CANCELLED);
    assertThat(desk.settled).isEmpty();
  }

  @Test
  void isDrawnInTheGuide() throws IOException {
    String page = Files.readString(Path.of("..", "docs", "workflow-steps.md"));

    assertThat(page)
        .contains("```mermaid\n" + StepGraph.of(FraudCheck.class).toMermaid() + "```\n");
  }

  // docs: test
  private WorkflowTestRunner<StartEvent, Object> check() {
    return WorkflowTestRunner.of(new FraudCheck(desk, agency));
  }

  private static CheckOrder order(String total) {
    return new CheckOrder(
        new OrderPlaced(
            "ord-1", "cust-123", new BigDecimal(total), List.of(new OrderLine("pendulum", 1))));
  }
}
// docs: end

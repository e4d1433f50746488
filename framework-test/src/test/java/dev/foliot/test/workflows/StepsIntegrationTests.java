package dev.foliot.test.workflows;

import static dev.foliot.test.FoliotAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.foliot.test.Runs;
import dev.foliot.test.WorkflowTestRun;
import dev.foliot.workflow.EmittedEvent;
import dev.foliot.workflow.InternalEvent;
import dev.foliot.workflow.RunFilter;
import dev.foliot.workflow.RunHandle;
import dev.foliot.workflow.RunOptions;
import dev.foliot.workflow.RunStatus;
import dev.foliot.workflow.RunSummary;
import dev.foliot.workflow.step.StartEvent;
import dev.foliot.workflow.step.Stop;
import dev.foliot.workflow.step.WorkflowTimedOut;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Workflows of steps in a database, at level 3. */
class StepsIntegrationTests extends WorkflowTest {
  private static final FraudCheck.OrderPlaced ORDER = new FraudCheck.OrderPlaced("o-1", 100, 3, 10);

  @Autowired Runs runs;
  @Autowired FraudCheck check;

  @BeforeEach
  void forget() {
    check.ran.clear();
    check.failures = 0;
    check.cannotSum = false;
  }

  @Test
  void goesOnWithTheAnswerOfAPerson() {
    WorkflowTestRun<Object> run = runs.start(FraudCheck.class, ORDER);
    assertThat(run.result()).isWaitingFor("Unsure");
    assertThat(run.result().collected()).contains(new FraudCheck.Unsure("o-1"));

    run.complete("Unsure", new FraudCheck.Decision(true));

    assertThat(run.result()).hasResult(new FraudCheck.Accepted(0));
    assertThat(check.ran)
        .containsExactlyInAnyOrder(
            "begin", "score 1 1", "score 2 1", "score 3 1", "sum 1", "sum 2", "sum 3", "decide");
  }

  @Test
  void waitsForAnEventThatMatches() { // L17
    WorkflowTestRun<Object> run = runs.start(FraudCheck.class, ORDER);
    run.complete("Unsure", new FraudCheck.Decision(false));
    assertThat(run.result()).isWaitingFor("Second");

    run.publish(new FraudCheck.Review("o-2", true));
    assertThat(run.result()).isWaitingFor("Second");
    run.publish(new FraudCheck.Review("o-1", false));

    assertThat(run.result()).hasResult(new FraudCheck.Rejected("by two people"));
  }

  @Test
  void stopsWaitingInTime() { // L18
    WorkflowTestRun<Object> run = runs.start(FraudCheck.class, ORDER);
    run.complete("Unsure", new FraudCheck.Decision(false));

    run.advance(Duration.ofHours(1));

    assertThat(run.result())
        .hasResult(new FraudCheck.Rejected("No matching Review came within PT1H."));
  }

  @Test
  void namesTheValueThatCannotBeSavedByItsPath() { // L7
    WorkflowTestRun<Object> run = runs.start(Counting.class, new Counting.Count(true));

    assertThat(run.result().result().toString())
        .contains("state.connections.main is java.lang.Thread");
    Counting.Counted stored = run.result().state(Counting.Counted.class);
    assertThat(stored.count).isOne();
    assertThat(stored.connections).isEmpty();
  }

  @Test
  void showsInternalEventsWhereAsked() { // L2
    WorkflowTestRun<Object> run = runs.start(Counting.class, new Counting.Count(false));
    String id = workflows.list(RunFilter.of("counting")).get(0).id();

    assertThat(workflows.events(id, 0))
        .extracting(EmittedEvent::value)
        .containsExactly(new Stop<>("1 counted"));
    assertThat(workflows.eventsWithInternal(id, 0, 100))
        .extracting(EmittedEvent::value)
        .isEqualTo(run.result().collected())
        .hasSize(3);
  }

  @Test
  void pagesOfInternalEventsAreTheWholeStream() {
    workflows.start(FraudCheck.class, ORDER, RunOptions.id("f-1"));
    engine.runUntilIdle();
    List<EmittedEvent> all = workflows.eventsWithInternal("f-1", 0, 100);

    List<EmittedEvent> paged = new ArrayList<>();
    List<EmittedEvent> page = workflows.eventsWithInternal("f-1", 0, 1);
    while (!page.isEmpty()) {
      paged.addAll(page);
      page = workflows.eventsWithInternal("f-1", paged.get(paged.size() - 1).position(), 1);
    }

    assertThat(paged).isEqualTo(all).hasSizeGreaterThan(10);
    assertThat(all)
        .filteredOn(event -> !(event.value() instanceof InternalEvent))
        .isEqualTo(workflows.events("f-1", 0));
  }

  @Test
  void recoversFromAStepThatFails() { // L20, L21
    check.failures = 6;

    WorkflowTestRun<Object> run = runs.start(FraudCheck.class, ORDER).finish();

    assertThat(run.result()).hasResult(new FraudCheck.Accepted(3)).hasAttempts("score", 6);
    assertThat(check.ran).contains("guess 2").doesNotContain("guess 1");
  }

  @Test
  void readsTheResultByItsClass() {
    check.failures = 6;
    // docs: start
    RunHandle<Object> run = workflows.start(FraudCheck.class, ORDER, RunOptions.id("f-1"));
    // docs: end
    engine.runUntilIdle();

    assertThat(run.result()).contains(new FraudCheck.Accepted(3));
    assertThat(workflows.handle("f-1").result()).contains(new FraudCheck.Accepted(3));
  }

  @Test
  void retriesARunFromTheStepThatHasFailed() {
    check.cannotSum = true;
    RunHandle<Object> run =
        workflows.start(
            FraudCheck.class, new FraudCheck.OrderPlaced("o-1", 100, 3, 5), RunOptions.id("f-1"));
    engine.runUntilIdle();
    assertThat(run.status()).isEqualTo(RunStatus.FAILED);
    check.ran.clear();
    check.cannotSum = false;

    workflows.retry("f-1");
    engine.runUntilIdle();

    assertThat(run.result()).contains(new FraudCheck.Accepted(15));
    assertThat(check.ran).doesNotContain("begin").contains("sum 3");
  }

  private record OtherStart() implements StartEvent {}

  @Test
  void refusesAnotherStartEvent() {
    assertThatThrownBy(() -> workflows.start(FraudCheck.class, new OtherStart()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not with " + OtherStart.class.getName());
    assertThatThrownBy(() -> workflows.start("fraud-check", "o-1", RunOptions.defaults())) // R62
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not with java.lang.String");
    assertThat(count("foliot_run")).isZero();
    workflows.start(
        FraudCheck.class, new FraudCheck.OrderPlaced("o-1", 100, 3, 5), RunOptions.id("f-1"));
    engine.runUntilIdle();
    assertThatThrownBy(() -> workflows.fork("f-1", "begin", "o-1", RunOptions.defaults()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not with java.lang.String");
    assertThat(count("foliot_run")).isOne();
  }

  @Test
  void startsByADomainEvent() {
    workflows.send(ORDER, "e-1");

    engine.runUntilIdle();

    RunSummary run = workflows.list(RunFilter.of("fraud-check")).get(0);
    assertThat(run.status()).isEqualTo(RunStatus.WAITING);
    assertThat(check.ran).contains("begin", "sum 3");
  }

  @Test
  void keepsPersonalDataSealedAndForgetsIt() {
    Welcome.SignedUp signedUp = new Welcome.SignedUp("c-1", "jane@example.com");
    WorkflowTestRun<Object> first = runs.start(Welcome.class, signedUp);
    WorkflowTestRun<Object> second = runs.start(Welcome.class, signedUp);
    String stored =
        String.join(
            " ",
            jdbc.queryForList("select coalesce(payload, '') from foliot_journal", String.class));

    first.complete("Sure", new Welcome.Yes());
    domain.forget("c-1");
    second.complete("Sure", new Welcome.Yes());

    assertThat(first.result()).hasResult("sent to jane@example.com");
    assertThat(stored).contains("customer").doesNotContain("jane");
    assertThat(second.result()).hasResult("sent ");
  }

  @Test
  void timesOutWithItsActiveSteps() { // L25
    workflows.start(FraudCheck.class, ORDER, RunOptions.id("f-1").withTimeout(Duration.ofHours(2)));
    engine.runUntilIdle();

    clock.advance(Duration.ofHours(2));
    engine.run();

    WorkflowTestRun<Object> run = runs.find("f-1");
    assertThat(run.status()).isEqualTo(RunStatus.TIMED_OUT);
    assertThat(run.result().collected())
        .contains(new WorkflowTimedOut(Duration.ofHours(2), List.of("sum")));
  }
}

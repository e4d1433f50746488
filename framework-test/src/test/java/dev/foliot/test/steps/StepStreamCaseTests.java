package dev.foliot.test.steps;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.handler.RetryPolicy;
import dev.foliot.test.WorkflowResult;
import dev.foliot.test.WorkflowTestRun;
import dev.foliot.test.WorkflowTestRunner;
import dev.foliot.workflow.InternalEvent;
import dev.foliot.workflow.RunStatus;
import dev.foliot.workflow.step.RunIdle;
import dev.foliot.workflow.step.StartEvent;
import dev.foliot.workflow.step.Step;
import dev.foliot.workflow.step.StepContext;
import dev.foliot.workflow.step.StepStateChanged;
import dev.foliot.workflow.step.StepStateChanged.State;
import dev.foliot.workflow.step.Stop;
import dev.foliot.workflow.step.UnhandledEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The stream of a run of steps. */
class StepStreamCaseTests {
  private static WorkflowTestRunner<StartEvent, Object> runner() {
    return WorkflowTestRunner.of(new Loud());
  }

  // docs: stream
  @Test
  void showsInternalEventsByDefault() { // L2
    WorkflowResult<Object> result = runner().run(new Loud.Topic("docs"));

    assertThat(result.collected())
        .containsExactly(
            new StepStateChanged("shout", "shout-0", State.RUNNING, "Topic", List.of()),
            new Loud.Progress("started"),
            new StepStateChanged("shout", "shout-0", State.SUCCEEDED, "Topic", List.of("Done")),
            new StepStateChanged("finish", "finish-0", State.RUNNING, "Done", List.of()),
            new StepStateChanged("finish", "finish-0", State.SUCCEEDED, "Done", List.of("Stop")),
            new Stop<>("DOCS"));
    assertThat(result.count(StepStateChanged.class)).isEqualTo(4);
  }

  @Test
  void hidesInternalEvents() { // L3
    WorkflowResult<Object> result = runner().exposeInternal(false).run(new Loud.Topic("docs"));

    assertThat(result.collected())
        .containsExactly(new Loud.Progress("started"), new Stop<>("DOCS"));
    assertThat(result.count(InternalEvent.class)).isZero();
    assertThat(result.count(Loud.Progress.class)).isOne();
  }

  @Test
  void excludesAClass() { // L4
    WorkflowResult<Object> result =
        runner().excludeEvents(StepStateChanged.class).run(new Loud.Topic("docs"));

    assertThat(result.count(StepStateChanged.class)).isZero();
    assertThat(result.eventTypes()).containsOnlyKeys(Loud.Progress.class, Stop.class);
  }

  // docs: end

  @Test
  void countsTheStopOnceAndIsReadTwice() { // L10, L24
    WorkflowResult<Object> result = runner().run(new Loud.Topic("docs"));

    List<Object> read = result.collected();
    assertThat(read).hasSize(6);
    assertThat(result.eventTypes().values().stream().mapToInt(Integer::intValue).sum())
        .isEqualTo(read.size());
    assertThat(result.count(Stop.class)).isOne();
    assertThat(result.count(Loud.Done.class)).isZero();
    assertThat(result.collected()).isEqualTo(read);
  }

  record Orphan() {}

  static class Careless {
    @Step
    @Nullable Stop<String> send(Loud.Topic topic, StepContext<?> ctx) {
      ctx.send(new Orphan());
      return null;
    }
  }

  @Test
  void reportsAnEventThatNoStepTakes() { // L26
    WorkflowTestRun<Object> run =
        WorkflowTestRunner.of(new Careless()).start(new Loud.Topic("docs"));

    assertThat(run.status()).isEqualTo(RunStatus.WAITING);
    assertThat(run.result().collected())
        .contains(new UnhandledEvent(Orphan.class.getName(), true), new RunIdle());
  }

  static class Breaking {
    static final RetryPolicy ONCE = RetryPolicy.none();

    @Step(retry = "ONCE")
    Stop<String> fail(Loud.Topic topic, StepContext<?> ctx) {
      ctx.emit(new Loud.Progress("tried"));
      throw new IllegalStateException("no");
    }
  }

  @Test
  void keepsTheEventsOfARunThatFails() {
    WorkflowResult<Object> result =
        WorkflowTestRunner.of(new Breaking()).exposeInternal(false).run(new Loud.Topic("docs"));

    assertThat(result.collected()).first().isEqualTo(new Loud.Progress("tried"));
    assertThat(result.collected()).hasSize(2);
  }
}

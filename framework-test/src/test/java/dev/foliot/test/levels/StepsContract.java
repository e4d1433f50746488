package dev.foliot.test.levels;

import static dev.foliot.test.FoliotAssertions.assertThat;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.test.Runs;
import dev.foliot.test.WorkflowTestRun;
import dev.foliot.test.levels.Survey.Begin;
import dev.foliot.test.levels.Survey.Way;
import dev.foliot.workflow.InternalEvent;
import dev.foliot.workflow.RunStatus;
import dev.foliot.workflow.step.RunIdle;
import dev.foliot.workflow.step.StepFailed;
import dev.foliot.workflow.step.StepStateChanged;
import dev.foliot.workflow.step.Stop;
import dev.foliot.workflow.step.UnhandledEvent;
import dev.foliot.workflow.step.WorkflowFailed;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Workflows of steps, with the same test bodies at every level. */
abstract class StepsContract {
  abstract Runs runs();

  private WorkflowTestRun<Object> start(Way way, int failures) {
    return runs().start(Survey.class, new Begin(way, failures));
  }

  @Test
  void goesOnWithTheAnswerOfAPerson() { // L1, L2, L5, L10, L16
    WorkflowTestRun<Object> run = start(Way.ASK, 0);
    assertThat(run.result()).isWaitingFor("Question");

    run.advance(ofHours(5)).complete("Question", new Survey.Reply("fine"));

    assertThat(run.result())
        .hasResult("fine")
        .ran("begin", "ask", "Question", "answered")
        .inOrder();
    assertThat(run.result()).took(ofHours(5));
    assertThat(run.result().state(Survey.Tally.class)).isEqualTo(new Survey.Tally(1, "ASK"));
    assertThat(run.result().collected())
        .filteredOn(event -> !(event instanceof StepStateChanged))
        .containsExactly(
            new Survey.Started(Way.ASK),
            new Survey.Question("How are you?"),
            new RunIdle(),
            new Stop<>("fine"));
    assertThat(run.result().count(StepStateChanged.class)).isEqualTo(6);
  }

  @Test
  void waitsForAnEventThatMatches() { // L17
    WorkflowTestRun<Object> run = start(Way.MEET, 0);
    assertThat(run.result()).isWaitingFor("Invitation");

    run.publish(new Survey.Coming("Bob", 1));
    assertThat(run.result()).isWaitingFor("Invitation");
    run.publish(new Survey.Coming("Ada", 2));

    assertThat(run.result()).hasResult("2 come");
    assertThat(run.result().count(Survey.Invitation.class)).isOne();
  }

  @Test
  void stopsWaitingInTime() { // L18
    WorkflowTestRun<Object> run = start(Way.MEET, 0);

    run.advance(ofMinutes(59));
    assertThat(run.result()).isWaitingFor("Invitation");
    run.advance(ofMinutes(1));

    assertThat(run.result()).hasResult("nobody comes");
  }

  @Test
  void retriesAStep() { // L20
    WorkflowTestRun<Object> run = start(Way.BREAK, 2).finish();

    assertThat(run.result()).hasResult("after broken 2").hasAttempts("breaks", 3);
    assertThat(run.result()).took(ofMinutes(2));
  }

  @Test
  void handsAFailureToItsHandler() { // L21
    WorkflowTestRun<Object> run = start(Way.BREAK, 3).finish();

    assertThat(run.result()).hasResult("mended after 3 attempts");
  }

  @Test
  void failsIfTheHandlerFails() { // L21
    WorkflowTestRun<Object> run = start(Way.BREAK, 4).finish();

    assertThat(run.result())
        .hasError(IllegalStateException.class)
        .hasErrorContaining("beyond repair");
    assertThat(run.result().collected())
        .filteredOn(WorkflowFailed.class::isInstance)
        .extracting(failed -> ((WorkflowFailed) failed).step())
        .containsExactly("mend");
  }

  @Test
  void handsAFailureToTheHandlerOfAllStepsOnce() { // L21
    WorkflowTestRun<Object> run = start(Way.WEAR, 0).finish();

    assertThat(run.result())
        .hasError(IllegalStateException.class)
        .hasErrorContaining("worn out 3")
        .hasAttempts("wear", 6);
    assertThat(run.result()).took(ofMinutes(4));
    assertThat(run.result().collected())
        .filteredOn(StepFailed.class::isInstance)
        .extracting(failed -> ((StepFailed) failed).step())
        .containsExactly("wear");
    assertThat(run.result().collected())
        .filteredOn(WorkflowFailed.class::isInstance)
        .extracting(failed -> ((WorkflowFailed) failed).attempts())
        .containsExactly(3);
  }

  @Test
  void hidesInternalEvents() { // L3
    WorkflowTestRun<Object> run =
        runs().exposeInternal(false).start(Survey.class, new Begin(Way.STRAY_BESIDE, 0));
    run.complete("Question", new Survey.Reply("fine"));

    assertThat(run.result().collected())
        .containsExactly(
            new Survey.Started(Way.STRAY_BESIDE),
            new Survey.Question("How are you?"),
            new Stop<>("fine"));
    assertThat(run.result().count(InternalEvent.class)).isZero();
  }

  @Test
  void excludesAClass() { // L4
    WorkflowTestRun<Object> run =
        runs()
            .excludeEvents(StepStateChanged.class)
            .start(Survey.class, new Begin(Way.STRAY_BESIDE, 0));
    run.complete("Question", new Survey.Reply("fine"));

    assertThat(run.result().eventTypes())
        .containsOnly(
            Map.entry(Survey.Started.class, 1),
            Map.entry(UnhandledEvent.class, 1),
            Map.entry(Survey.Question.class, 1),
            Map.entry(RunIdle.class, 1),
            Map.entry(Stop.class, 1));
  }

  @Test
  void givesEachWaitTheAnswerThatMatches() { // L17
    WorkflowTestRun<Object> run = start(Way.MEET_TWO, 0);
    assertThat(run.result()).isWaitingFor("Invitation", "Invitation");

    run.publish(new Survey.Coming("Bob", 2)).publish(new Survey.Coming("Ada", 1));

    assertThat(run.result())
        .hasResult(List.of(new Survey.Came("Bob", 2), new Survey.Came("Ada", 1)).toString());
    assertThat(run.result().count(Survey.Invitation.class)).isEqualTo(2);
  }

  @Test
  void givesEachWorkerItsOwnId() { // L12
    WorkflowTestRun<Object> run = start(Way.SPREAD, 0);

    assertThat(run.result()).hasResult("10 parts");
    assertThat(run.result().collected())
        .filteredOn(Survey.Worked.class::isInstance)
        .hasSize(11)
        .doesNotHaveDuplicates();
  }

  @Test
  void reportsAnUnhandledEventWhileOtherStepsRun() { // L26
    WorkflowTestRun<Object> run = start(Way.STRAY_BESIDE, 0);

    assertThat(run.result()).isWaitingFor("Question");
    assertThat(run.result().collected())
        .contains(new UnhandledEvent(Survey.Stray.class.getName(), false));
  }

  @Test
  void staysAliveAfterAnEventThatNoStepTakes() { // L26
    WorkflowTestRun<Object> run = start(Way.STRAY, 0);

    assertThat(run.status()).isEqualTo(RunStatus.WAITING);
    assertThat(run.result().collected())
        .contains(new UnhandledEvent(Survey.Stray.class.getName(), true));
    run.cancel();
    assertThat(run.status()).isEqualTo(RunStatus.CANCELLED);
  }
}

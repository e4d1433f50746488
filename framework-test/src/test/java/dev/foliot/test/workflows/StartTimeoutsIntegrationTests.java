package dev.foliot.test.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.workflow.RunHandle;
import dev.foliot.workflow.RunOptions;
import dev.foliot.workflow.RunStatus;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The time until when a node must begin a run (R58). */
class StartTimeoutsIntegrationTests extends WorkflowTest {
  private static final Duration HOUR = Duration.ofHours(1);

  @Test
  void runThatIsNotBegunInTimeIsTimedOut() {
    RunHandle<String> run =
        workflows.start(Scripted.class, "in", RunOptions.id("r-1").withStartTimeout(HOUR));
    clock.advance(HOUR);

    engine.runUntilIdle();

    assertThat(run.status()).isEqualTo(RunStatus.TIMED_OUT);
    assertThat(journal("r-1")).isEmpty();
  }

  /** Its node died, or was stopped, before it has begun the run. */
  @Test
  void handOverDoesNotEndTheStartTimeOut() {
    RunHandle<String> run =
        workflows.start(Scripted.class, "in", RunOptions.id("r-1").withStartTimeout(HOUR));
    jdbc.update(
        "update foliot_run set status = 'running', owner = 'dead', fence = 1, invocations = 1");
    clock.advance(HOUR);

    engine.runUntilIdle();

    assertThat(run.status()).isEqualTo(RunStatus.TIMED_OUT);
    assertThat(journal("r-1")).isEmpty();
  }

  @Test
  void runThatWasBegunInTimeGoesOnAfterAHandOver() {
    code(
        (ctx, input) -> {
          ctx.wait("w", Duration.ofMinutes(30));
          return "end";
        });
    RunHandle<String> run =
        workflows.start(Scripted.class, "in", RunOptions.id("r-1").withStartTimeout(HOUR));
    engine.run();
    jdbc.update("update foliot_run set status = 'running', owner = 'dead', fence = fence + 1");
    clock.advance(HOUR);

    engine.runUntilIdle();

    assertThat(run.result()).contains("end");
  }

  /** A run that goes on as new has an empty journal, but it has begun. */
  @Test
  void runThatGoesOnAsNewHasBegun() {
    code(
        (ctx, input) -> {
          if (ctx.info().round() == 0) {
            ctx.step("late", step -> clock.advance(HOUR));
            return ctx.continueAsNew("again");
          }
          return input;
        });
    RunHandle<String> run =
        workflows.start(Scripted.class, "in", RunOptions.id("r-1").withStartTimeout(HOUR));

    engine.runUntilIdle();

    assertThat(run.result()).contains("again");
  }
}

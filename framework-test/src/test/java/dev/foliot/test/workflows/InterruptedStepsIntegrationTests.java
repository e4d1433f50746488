package dev.foliot.test.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.handler.RetryPolicy;
import dev.foliot.workflow.RunHandle;
import dev.foliot.workflow.StepInterruptedException;
import dev.foliot.workflow.StepOptions;
import dev.foliot.workflow.StepSemantics;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The node dies after the body of a step, before its outcome is stored: A22 and A28. */
class InterruptedStepsIntegrationTests extends WorkflowTest {
  /** As if the node had died: it may store nothing more. */
  private void loseTheOutcome() {
    jdbc.update("update foliot_run set fence = fence + 1");
  }

  @Test
  void a22InterruptsAStepThatRunsAtMostOnce() {
    RunHandle<String> run = runOnceAndLoseTheOutcome(StepOptions.noRetry());

    assertThat(run.error().orElseThrow().type())
        .isEqualTo(StepInterruptedException.class.getName());
    assertThat(scripted.ran).containsExactly("attempt 1");
    assertThat(journal("r-1")).containsExactly("1 Step STARTED", "1 Step FAILED");
  }

  @Test
  void a22RetriesAnInterruptedAttempt() {
    RunHandle<String> run =
        runOnceAndLoseTheOutcome(StepOptions.retry(RetryPolicy.fixed(2, Duration.ofSeconds(1))));

    assertThat(run.error()).isEmpty();
    assertThat(run.result()).contains("attempt 2");
    assertThat(scripted.ran).containsExactly("attempt 1", "attempt 2");
  }

  private RunHandle<String> runOnceAndLoseTheOutcome(StepOptions options) {
    StepOptions once = options.withSemantics(StepSemantics.AT_MOST_ONCE);
    code(
        (ctx, input) -> {
          String result =
              ctx.step(
                  "once",
                  String.class,
                  once,
                  step -> {
                    if (step.attempt() == 1) {
                      loseTheOutcome();
                    }
                    return scripted.did("attempt " + step.attempt());
                  });
          ctx.step("next", step -> {});
          return result;
        });
    RunHandle<String> run = start("r-1");
    engine.runUntilIdle();
    return run;
  }

  @Test
  void a28ResumesAnInterruptedChild() {
    code(
        (ctx, input) ->
            ctx.child(
                "work",
                String.class,
                child -> {
                  child.step("first", step -> scripted.did("first"));
                  String second = child.step("second", String.class, step -> second());
                  child.step("third", step -> scripted.did("third"));
                  return second;
                }));
    RunHandle<String> run = start("r-1");

    engine.runUntilIdle();

    assertThat(run.result()).contains("second");
    assertThat(scripted.ran).containsExactly("first", "second", "second", "third");
    assertThat(journal("r-1"))
        .containsExactly(
            "1 RunInChildContext STARTED",
            "1-1 Step SUCCEEDED",
            "1-2 Step SUCCEEDED",
            "1-3 Step SUCCEEDED",
            "1 RunInChildContext SUCCEEDED");
  }

  /** Its outcome is lost the first time. */
  private String second() {
    if (!scripted.ran.contains("second")) {
      loseTheOutcome();
    }
    return scripted.did("second");
  }
}

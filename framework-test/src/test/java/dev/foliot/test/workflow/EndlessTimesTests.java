package dev.foliot.test.workflow;

import static dev.foliot.test.FoliotAssertions.assertThat;
import static dev.foliot.test.FoliotAssertions.callback;
import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.handler.RetryPolicy;
import dev.foliot.test.WorkflowResult;
import dev.foliot.test.WorkflowTestRun;
import dev.foliot.test.WorkflowTestRunner;
import dev.foliot.workflow.DurableFunction;
import dev.foliot.workflow.RetryAfterException;
import dev.foliot.workflow.RunStatus;
import dev.foliot.workflow.StepOptions;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A duration that stands for ever has no overflow. */
class EndlessTimesTests {
  private static final Duration EVER = Duration.ofSeconds(Long.MAX_VALUE, 999_999_999);

  @Test
  void everyTimeMayBeForEver() {
    DurableFunction<String, String> code =
        (ctx, input) -> {
          ctx.createCallback("answer", String.class);
          ctx.wait("wait", EVER);
          return input;
        };

    WorkflowResult<String> result =
        WorkflowTestRunner.of(String.class, code)
            .lenient() // nothing is as late
            .limit(EVER)
            .timeout(EVER)
            .at(EVER, callback("answer").succeeds("yes"))
            .run("in");
    assertThat(result).hasResult("in");

    WorkflowTestRun<String> run = WorkflowTestRunner.of(String.class, code).start("in");
    run.advance(EVER);
    assertThat(run.status()).isEqualTo(RunStatus.SUCCEEDED);
  }

  @Test
  void pauseWithoutAnEndIsShown() {
    WorkflowTestRun<String> run =
        WorkflowTestRunner.of(
                String.class,
                (ctx, input) ->
                    ctx.step(
                        "step",
                        String.class,
                        StepOptions.retry(RetryPolicy.fixed(2, Duration.ZERO)),
                        step -> {
                          throw new RetryAfterException(EVER, "never");
                        }))
            .start("in");

    assertThat(run.result().step("step").dueAt()).isAfter("9999-01-01T00:00:00Z");
  }

  @Test
  void retriedRunMayTakeForEver() {
    WorkflowTestRun<String> run =
        WorkflowTestRunner.of(
                String.class,
                (ctx, input) ->
                    ctx.step(
                        "step",
                        String.class,
                        StepOptions.noRetry(),
                        step -> {
                          throw new IllegalStateException("no");
                        }))
            .timeout(EVER)
            .start("in");

    run.retry();

    assertThat(run.result()).hasErrorContaining("no").hasAttempts("step", 1);
  }
}

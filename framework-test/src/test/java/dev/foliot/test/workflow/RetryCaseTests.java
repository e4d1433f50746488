package dev.foliot.test.workflow;

import static dev.foliot.test.FoliotAssertions.*;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofSeconds;

import dev.foliot.handler.RetryPolicy;
import dev.foliot.test.WorkflowResult;
import dev.foliot.test.WorkflowTestRunner;
import dev.foliot.workflow.NonRetriableException;
import dev.foliot.workflow.RetryAfterException;
import dev.foliot.workflow.StepOptions;
import dev.foliot.workflow.WorkflowContext;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Errors that say whether and when a step is tried again: I18, I20, I34. */
class RetryCaseTests {
  private int attempts;

  /** The first attempts fail with this error. */
  private String charge(WorkflowContext ctx, int failures, RuntimeException error) {
    StepOptions options = StepOptions.retry(RetryPolicy.fixed(5, ofSeconds(1)));
    return ctx.step(
        "charge",
        String.class,
        options,
        step -> {
          if (++attempts <= failures) {
            throw error;
          }
          return "charged";
        });
  }

  private WorkflowResult<String> run(int failures, RuntimeException error) {
    return WorkflowTestRunner.of(
            String.class, (WorkflowContext ctx, String input) -> charge(ctx, failures, error))
        .run("o-1");
  }

  @Test
  void nonRetriableErrorEndsTheStep() {
    WorkflowResult<String> result = run(5, new NonRetriableException("no such card"));

    assertThat(result).failed().hasError(NonRetriableException.class);
    assertThat(attempts).isEqualTo(1);
  }

  @Test
  void causeMayBeNonRetriable() {
    run(5, new IllegalStateException("wrapped", new NonRetriableException("no such card")));

    assertThat(attempts).isEqualTo(1);
  }

  @Test
  void subclassIsNonRetriable() {
    run(5, new NonRetriableException("closed") {});

    assertThat(attempts).isEqualTo(1);
  }

  @Test
  void errorGivesThePauseToTheNextAttempt() {
    WorkflowResult<String> result = run(2, new RetryAfterException(ofHours(1), "too many calls"));

    assertThat(result).hasResult("charged").took(ofHours(2));
  }

  @Test
  void causeGivesThePause() {
    WorkflowResult<String> result =
        run(1, new IllegalStateException(new RetryAfterException(ofHours(1), "too many calls")));

    assertThat(result).hasResult("charged").took(ofHours(1));
  }

  @Test
  void policyLimitsTheAttempts() {
    WorkflowResult<String> result =
        run(9, new RetryAfterException(Duration.ZERO, "too many calls"));

    assertThat(result).failed();
    assertThat(attempts).isEqualTo(5);
  }

  @Test
  void refusesNegativePause() {
    assertThatThrownBy(() -> new RetryAfterException(ofSeconds(-1), "x"))
        .hasMessage("The time until the next attempt is zero or more; this one is PT-1S.");
  }

  @Test // I20
  void repeatedNamesAreFoundByIndex() {
    WorkflowResult<String> result =
        WorkflowTestRunner.of(
                String.class,
                (WorkflowContext ctx, String input) -> {
                  String all = "";
                  for (int i = 0; i < 2; i++) {
                    int index = i;
                    all += ctx.step("same", String.class, step -> input + index);
                  }
                  return all;
                })
            .run("x");

    assertThat(result).hasResult("x0x1").ran("same", "same").inOrder();
    assertThat(result.operations().get(0).result(String.class)).isEqualTo("x0");
    assertThat(result.operations().get(1).result(String.class)).isEqualTo("x1");
  }
}

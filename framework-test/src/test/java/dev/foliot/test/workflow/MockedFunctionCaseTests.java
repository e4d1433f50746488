package dev.foliot.test.workflow;

import static dev.foliot.test.FoliotAssertions.*;
import static java.time.Duration.ofDays;
import static java.time.Duration.ofHours;

import dev.foliot.handler.RetryPolicy;
import dev.foliot.test.WorkflowReplay;
import dev.foliot.test.WorkflowResult;
import dev.foliot.test.WorkflowTestRunner;
import dev.foliot.test.workflow.Fulfilment.OrderApproved;
import dev.foliot.test.workflow.Fulfilment.ReserveStock;
import dev.foliot.workflow.DurableFunction;
import dev.foliot.workflow.DurableFuture;
import dev.foliot.workflow.EventWait;
import dev.foliot.workflow.RunStatus;
import dev.foliot.workflow.StepOptions;
import dev.foliot.workflow.WorkflowContext;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A function whose world is scripted, at level 1: I21, I34. */
class MockedFunctionCaseTests {
  @Test
  void i34GivesTheOutputsOfParallelSteps() {
    WorkflowResult<List<String>> result =
        WorkflowTestRunner.<String, List<String>>of(
                String.class,
                (ctx, input) -> {
                  DurableFuture<String> one = ctx.stepAsync("a", String.class, step -> "real");
                  DurableFuture<String> two = ctx.stepAsync("b", String.class, step -> "real");
                  return List.of(one.get(), two.get());
                })
            .stub("a", returns("a"))
            .stub("b", returns("b"))
            .run("");

    assertThat(result).hasResult(List.of("a", "b"));
  }

  @Test
  void i34SleepsAtOnceAndTakesStubs() {
    WorkflowResult<String> result =
        WorkflowTestRunner.of(
                String.class,
                (ctx, input) -> {
                  ctx.wait("sleep", ofDays(365));
                  ctx.submit("send", new ReserveStock("o-1"));
                  OrderApproved approved =
                      ctx.waitForEvent("await", EventWait.of(OrderApproved.class)).orElseThrow();
                  return approved.orderId() + ctx.invoke("invoke", Echo.class, "x", String.class);
                })
            .stub("invoke", returns(" invoked"))
            .at(ofDays(365), publish(new OrderApproved("o-1")))
            .limit(Duration.ofSeconds(30))
            .run("");

    assertThat(result).hasResult("o-1 invoked").sent(new ReserveStock("o-1")).took(ofDays(365));
  }

  /** Is never run. */
  static final class Echo implements DurableFunction<String, String> {
    @Override
    public String run(WorkflowContext ctx, String input) {
      throw new AssertionError("not stubbed");
    }
  }

  private static final DurableFunction<String, String> AWAITING =
      (ctx, input) ->
          ctx.waitForEvent("await", EventWait.of(OrderApproved.class).within(ofHours(1)))
              .map(OrderApproved::orderId)
              .orElse("nothing");

  @Test
  void i34GivesNothingAfterTheTimeOut() {
    assertThat(WorkflowTestRunner.of(AWAITING).run("")).hasResult("nothing").took(ofHours(1));
  }

  @Test
  void i34NamesAnEventThatNobodyGives() {
    WorkflowResult<String> result =
        WorkflowTestRunner.of(
                String.class,
                (ctx, input) ->
                    ctx.waitForEvent("await", EventWait.of(OrderApproved.class))
                        .map(OrderApproved::orderId)
                        .orElse(""))
            .run("");

    assertThat(result).isWaitingFor("await");
    assertThatThrownBy(result::result)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("WAITING")
        .hasMessageContaining("WaitForEvent 1 'await'");
  }

  @Test
  void i34RetriesAFailingStep() {
    WorkflowResult<String> result =
        WorkflowTestRunner.of(
                String.class,
                (ctx, input) ->
                    ctx.step(
                        "flaky",
                        String.class,
                        StepOptions.retry(RetryPolicy.fixed(3, ofHours(1))),
                        step -> "attempt " + step.attempt()))
            .stub("flaky", failsWith(new IllegalStateException("oh no")), runsItself())
            .run("");

    assertThat(result).hasResult("attempt 2").hasAttempts("flaky", 2);
  }

  @Test
  void i34KeepsTheLastError() {
    WorkflowResult<String> result =
        WorkflowTestRunner.of(
                String.class,
                (ctx, input) ->
                    ctx.step(
                        "broken",
                        String.class,
                        StepOptions.retry(RetryPolicy.fixed(2, ofHours(1))),
                        step -> "never"))
            .stub(
                "broken",
                failsWith(new IllegalStateException("at first")),
                failsWith(new IllegalStateException("oh no")))
            .run("");

    assertThat(result).hasErrorContaining("oh no").hasAttempts("broken", 2);
    assertThat(result.status()).isEqualTo(RunStatus.FAILED);
    assertThat(result.snapshot()).contains("\"result\" : null");
  }

  private static DurableFunction<String, String> parallel(String... names) {
    return (ctx, input) -> {
      for (String name : names) {
        ctx.stepAsync(name, String.class, step -> name);
      }
      ctx.wait("pause", ofHours(1));
      return input;
    };
  }

  @Test
  void i21NamesAParallelStepThatIsGone() {
    String export = WorkflowTestRunner.of(parallel("one", "two")).run("").snapshot();

    assertThatThrownBy(() -> WorkflowReplay.of(parallel("one")).check(export))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("Step 'two' at position 2");
  }
}

package dev.foliot.test.workflow;

import static dev.foliot.test.FoliotAssertions.*;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import dev.foliot.handler.RetryPolicy;
import dev.foliot.test.WorkflowOperation;
import dev.foliot.test.WorkflowResult;
import dev.foliot.workflow.PayloadCodec;
import dev.foliot.workflow.StepFailedException;
import dev.foliot.workflow.StepOptions;
import dev.foliot.workflow.journal.OperationKind;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Steps: A1 to A3, A8 to A10, A16 to A21 and A24. */
public interface StepCases extends Cases {
  @Test
  default void a1RunsStepsInOrder() {
    var result = run((ctx, input) -> StepCaseTests.process(ctx, "order-123").toString());

    assertThat(result)
        .hasResult("Order[orderId=order-123, paymentStatus=completed, fulfillmentStatus=shipped]")
        .ran("validate", "payment", "fulfillment")
        .inOrder();
    assertThat(result.operations())
        .extracting(WorkflowOperation::kind)
        .containsExactly(OperationKind.STEP, OperationKind.STEP, OperationKind.STEP);
  }

  @Test
  default void a2WaitsForTheApproval() {
    var result = run((ctx, input) -> StepCaseTests.decide(ctx, 1_500));

    assertThat(result).hasResult("High-value order processed").ran("approval").took(ofSeconds(10));
    assertThat(result.wait("approval_wait").duration()).isEqualTo(ofSeconds(10));
  }

  @Test
  default void a3NeedsNoApproval() {
    var result = run((ctx, input) -> StepCaseTests.decide(ctx, 500));

    assertThat(result).hasResult("Standard order processed").didNotRun("approval");
  }

  @Test
  default void a8FailsWithTheErrorOfTheStep() {
    var result =
        run(
            (ctx, input) ->
                ctx.step(
                    "check", Integer.class, StepOptions.noRetry(), s -> StepCaseTests.check(-5)));

    assertThat(result).hasErrorContaining("Value must be non-negative").hasAttempts("check", 1);
  }

  @Test
  default void a9RetriesUntilAnAttemptSucceeds() {
    var result =
        run(
            (ctx, input) ->
                ctx.step(
                    "flaky",
                    String.class,
                    fiveTimes(),
                    step -> step.attempt() < 3 ? refuse() : "Operation succeeded"));

    assertThat(result).hasResult("Operation succeeded").hasAttempts("flaky", 3).took(ofMinutes(2));
    assertThat(ran()).hasSize(2);
  }

  private static StepOptions fiveTimes() {
    return StepOptions.retry(
        RetryPolicy.fixed(5, ofMinutes(1)).onlyFor(IllegalStateException.class));
  }

  @Test
  default void a10KeepsTheResultsBeforeTheFailure() {
    var result = run(StepCaseTests::failInTheThirdStep);

    assertThat(result).failed().hasErrorContaining("Step 3 failed");
    assertThat(result.step("step1").result(String.class)).isEqualTo("one");
    assertThat(result.step("step2").result(Integer.class)).isEqualTo(2);
  }

  /** Stores texts in capitals. */
  final class Shouting implements PayloadCodec {
    @Override
    public String write(@Nullable Object value) {
      return String.valueOf(value).toUpperCase(Locale.ROOT);
    }

    @Override
    public Object read(String payload, Type type) {
      return payload;
    }
  }

  @Test
  default void a16GivesTheStoredValueToTheFirstRun() {
    StepOptions shouting = StepOptions.defaults().withCodec(new Shouting());

    var result =
        run((ctx, input) -> ctx.step("say", String.class, shouting, step -> "hello world"));

    assertThat(result).hasResult("HELLO WORLD");
    assertThat(result.invocations()).isEqualTo(1);
  }

  @Test
  default void a17RunsTheBodyOnce() {
    var result =
        run(
            (ctx, input) -> {
              String value = ctx.step("cached", String.class, step -> did("cached_value"));
              ctx.wait("pause", ofSeconds(1));
              return value;
            });

    assertThat(result).hasResult("cached_value");
    assertThat(result.invocations()).isEqualTo(2);
    assertThat(ran()).containsExactly("cached_value");
  }

  @Test
  default void a18ThrowsTheStoredErrorAgain() {
    List<String> caught = new ArrayList<>();

    var result =
        run(
            (ctx, input) -> {
              try {
                ctx.step("bad", String.class, StepOptions.noRetry(), step -> refuse());
              } catch (StepFailedException e) {
                caught.add(e.errorType() + " " + e.getMessage());
              }
              ctx.wait(null, ofSeconds(1));
              return "end";
            });

    assertThat(result).succeeded();
    assertThat(caught).hasSize(2).containsOnly("java.lang.IllegalStateException no");
    assertThat(ran()).containsExactly("refuse");
  }

  @Test
  default void a20RetriesByTheDefaultPolicy() {
    var result = run((ctx, input) -> ctx.step("bad", String.class, step -> refuse()));

    int attempts = defaultPauses().size() + 1;
    assertThat(result).failed().hasAttempts("bad", attempts);
    assertThat(result.step("bad").pauses()).isEqualTo(defaultPauses());
    assertThat(result.history())
        .filteredOn(event -> event.type().equals("StepFailed"))
        .hasSize(attempts);
  }

  @Test
  default void a21RetriesOnlyListedErrors() {
    assertThat(failsOnceWith(new IllegalStateException())).succeeded().hasAttempts("some", 2);
    assertThat(failsOnceWith(new IllegalArgumentException()))
        .failed()
        .hasError(IllegalArgumentException.class)
        .hasAttempts("some", 1);
  }

  private WorkflowResult<@Nullable Object> failsOnceWith(RuntimeException error) {
    return run(
        (ctx, input) ->
            ctx.step(
                "some",
                String.class,
                fiveTimes(),
                step -> {
                  if (step.attempt() == 1) {
                    throw error;
                  }
                  return "ok";
                }));
  }

  @Test
  default void a24CatchesTheErrorOfAStep() {
    var result =
        run(
            (ctx, input) -> {
              try {
                return ctx.step("bad", String.class, StepOptions.noRetry(), step -> refuse());
              } catch (StepFailedException e) {
                return "fallback_result";
              }
            });

    assertThat(result).hasResult("fallback_result");
  }
}

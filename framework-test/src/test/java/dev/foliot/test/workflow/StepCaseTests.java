package dev.foliot.test.workflow;

import static dev.foliot.test.FoliotAssertions.*;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import dev.foliot.handler.RetryPolicy;
import dev.foliot.test.WorkflowOperation;
import dev.foliot.test.WorkflowResult;
import dev.foliot.test.WorkflowTestRunner;
import dev.foliot.workflow.PayloadCodec;
import dev.foliot.workflow.StepFailedException;
import dev.foliot.workflow.StepInterruptedException;
import dev.foliot.workflow.StepOptions;
import dev.foliot.workflow.StepSemantics;
import dev.foliot.workflow.WorkflowContext;
import dev.foliot.workflow.journal.OperationKind;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Steps: A1 to A3, A8 to A10, A15 to A24. */
class StepCaseTests {
  private final List<String> done = new ArrayList<>();

  record Order(String orderId, String paymentStatus, String fulfillmentStatus) {}

  // docs: steps
  static Order process(WorkflowContext ctx, String orderId) {
    String valid = ctx.step("validate", String.class, step -> orderId);
    String payment = ctx.step("payment", String.class, step -> "completed");
    String fulfillment = ctx.step("fulfillment", String.class, step -> "shipped");
    return new Order(valid, payment, fulfillment);
  }

  @Test
  void a1RunsStepsInOrder() {
    WorkflowResult<Order> result =
        WorkflowTestRunner.of(String.class, StepCaseTests::process)
            .limit(ofSeconds(30))
            .run("order-123");

    assertThat(result)
        .hasResult(new Order("order-123", "completed", "shipped"))
        .ran("validate", "payment", "fulfillment")
        .inOrder();
    assertThat(result.operations())
        .extracting(WorkflowOperation::kind)
        .containsExactly(OperationKind.STEP, OperationKind.STEP, OperationKind.STEP);
  }

  // docs: end

  // docs: branch
  static String decide(WorkflowContext ctx, long amount) {
    if (amount <= 1_000) {
      return "Standard order processed";
    }
    ctx.wait("approval_wait", ofSeconds(10));
    ctx.step("approval", String.class, step -> "approved");
    return "High-value order processed";
  }

  @Test
  void a2WaitsForTheApproval() {
    WorkflowResult<String> result =
        WorkflowTestRunner.of(Long.class, StepCaseTests::decide).run(1_500L);

    assertThat(result).hasResult("High-value order processed").ran("approval");
    assertThat(result.wait("approval_wait").duration()).isEqualTo(ofSeconds(10));
  }

  @Test
  void a3NeedsNoApproval() {
    WorkflowResult<String> result =
        WorkflowTestRunner.of(Long.class, StepCaseTests::decide).run(500L);

    assertThat(result).hasResult("Standard order processed").didNotRun("approval");
  }

  // docs: end

  // docs: failure
  @Test
  void a8FailsWithTheErrorOfTheStep() {
    WorkflowResult<Integer> result =
        WorkflowTestRunner.of(
                Integer.class, (ctx, value) -> ctx.step("check", Integer.class, s -> check(value)))
            .defaultRetry(RetryPolicy.none())
            .run(-5);

    assertThat(result).hasErrorContaining("Value must be non-negative");
  }

  private static int check(int value) {
    if (value < 0) {
      throw new IllegalArgumentException("Value must be non-negative");
    }
    return value;
  }

  // docs: end

  // docs: retry
  @Test
  void a9RetriesWithoutWaiting() {
    StepOptions options =
        StepOptions.retry(RetryPolicy.fixed(5, ofMinutes(1)).onlyFor(IllegalStateException.class));

    WorkflowResult<String> result =
        WorkflowTestRunner.of(
                String.class, (ctx, input) -> ctx.step("flaky", String.class, options, s -> "real"))
            .stub(
                "flaky",
                failsWith(new IllegalStateException("down")),
                failsWith(new IllegalStateException("still down")),
                returns("Operation succeeded"))
            .limit(ofSeconds(60))
            .run("");

    assertThat(result).hasResult("Operation succeeded").hasAttempts("flaky", 3).took(ofMinutes(2));
  }

  // docs: end

  @Test
  void a10KeepsTheResultsBeforeTheFailure() {
    WorkflowResult<String> result =
        WorkflowTestRunner.of(
                String.class,
                (ctx, input) -> {
                  ctx.step("step1", String.class, step -> "one");
                  ctx.step("step2", Integer.class, step -> 2);
                  return ctx.step("step3", String.class, StepOptions.noRetry(), step -> fail3());
                })
            .run("");

    assertThat(result).failed().hasErrorContaining("Step 3 failed");
    assertThat(result.step("step1").result(String.class)).isEqualTo("one");
    assertThat(result.step("step2").result(Integer.class)).isEqualTo(2);
  }

  private static String fail3() {
    throw new IllegalStateException("Step 3 failed");
  }

  @Test
  void a15FailsIfItTakesTooMuchRealTime() {
    CountDownLatch never = new CountDownLatch(1);
    var runner =
        WorkflowTestRunner.of(
                String.class,
                (ctx, input) -> {
                  ctx.step("hang", step -> never.await());
                  return input;
                })
            .limit(Duration.ofMillis(50));

    assertThatThrownBy(() -> runner.run(""))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("more than PT0.05S of real time");
  }

  /** Stores texts in capitals. */
  private static final class Shouting implements PayloadCodec {
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
  void a16GivesTheStoredValueToTheFirstRun() {
    StepOptions shouting = StepOptions.defaults().withCodec(new Shouting());

    WorkflowResult<String> result =
        WorkflowTestRunner.of(
                String.class, (ctx, input) -> ctx.step("say", String.class, shouting, s -> input))
            .run("hello world");

    assertThat(result).hasResult("HELLO WORLD");
    assertThat(result.invocations()).isEqualTo(1);
  }

  @Test
  void a17RunsTheBodyOnce() {
    WorkflowResult<String> result =
        WorkflowTestRunner.of(
                String.class,
                (ctx, input) -> {
                  String value = ctx.step("cached", String.class, step -> did("cached_value"));
                  ctx.wait("pause", ofSeconds(1));
                  return value;
                })
            .run("");

    assertThat(result).hasResult("cached_value");
    assertThat(result.invocations()).isEqualTo(2);
    assertThat(done).containsExactly("cached_value");
  }

  private String did(String what) {
    done.add(what);
    return what;
  }

  @Test
  void a18ThrowsTheStoredErrorAgain() {
    List<String> caught = new ArrayList<>();

    WorkflowResult<String> result =
        WorkflowTestRunner.of(
                String.class,
                (ctx, input) -> {
                  try {
                    ctx.step("bad", StepOptions.noRetry(), step -> failing());
                  } catch (StepFailedException e) {
                    caught.add(e.errorType() + " " + e.getMessage());
                  }
                  ctx.wait(null, ofSeconds(1));
                  return "end";
                })
            .run("");

    assertThat(result).succeeded();
    assertThat(caught).hasSize(2).containsOnly("java.lang.IllegalStateException no");
    assertThat(done).containsExactly("failing");
  }

  private void failing() {
    did("failing");
    throw new IllegalStateException("no");
  }

  @Test
  void a20RetriesByTheDefaultPolicy() {
    WorkflowResult<String> result =
        WorkflowTestRunner.of(
                String.class,
                (ctx, input) -> {
                  ctx.step("bad", step -> failing());
                  return "never";
                })
            .run("");

    assertThat(result).failed().hasAttempts("bad", 3);
    assertThat(result.step("bad").pauses()).containsExactly(ofSeconds(1), ofSeconds(2));
    assertThat(result.history()).filteredOn(event -> event.type().equals("StepFailed")).hasSize(3);
  }

  @Test
  void a21RetriesOnlyListedErrors() {
    StepOptions options =
        StepOptions.retry(RetryPolicy.fixed(3, ofSeconds(1)).onlyFor(IllegalStateException.class));
    var runner =
        WorkflowTestRunner.of(
            String.class, (ctx, input) -> ctx.step("some", String.class, options, s -> "real"));

    assertThat(runner.stub("some", failsWith(new IllegalStateException()), returns("ok")).run(""))
        .succeeded()
        .hasAttempts("some", 2);
    assertThat(runner.stub("some", failsWith(new IllegalArgumentException())).run(""))
        .failed()
        .hasError(IllegalArgumentException.class)
        .hasAttempts("some", 1);
  }

  @Test
  void a22InterruptsAStepThatRunsAtMostOnce() {
    StepOptions once = StepOptions.noRetry().withSemantics(StepSemantics.AT_MOST_ONCE);

    WorkflowResult<String> result = onceAndCrash(once);

    assertThat(result).hasError(StepInterruptedException.class);
    assertThat(done).isEmpty();
    assertThat(result.history())
        .extracting("type")
        .containsExactly(
            "ExecutionStarted",
            "StepStarted",
            "InvocationCompleted",
            "StepFailed",
            "InvocationCompleted",
            "ExecutionFailed");
  }

  private WorkflowResult<String> onceAndCrash(StepOptions options) {
    return WorkflowTestRunner.of(
            String.class,
            (ctx, input) ->
                ctx.step("once", String.class, options, step -> did("attempt " + step.attempt())))
        .crashIn("once")
        .run("");
  }

  @Test
  void a22RetriesAnInterruptedAttempt() {
    StepOptions twice =
        StepOptions.retry(RetryPolicy.fixed(2, ofSeconds(1)))
            .withSemantics(StepSemantics.AT_MOST_ONCE);

    assertThat(onceAndCrash(twice)).hasResult("attempt 2").hasAttempts("once", 2);
    assertThat(done).containsExactly("attempt 2");
  }

  @Test
  void a24CatchesTheErrorOfAStep() {
    WorkflowResult<String> result =
        WorkflowTestRunner.of(
                String.class,
                (ctx, input) -> {
                  try {
                    ctx.step("bad", StepOptions.noRetry(), step -> failing());
                    return "never";
                  } catch (StepFailedException e) {
                    return "fallback_result";
                  }
                })
            .run("");

    assertThat(result).hasResult("fallback_result");
  }
}

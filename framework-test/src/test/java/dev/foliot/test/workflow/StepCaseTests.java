package dev.foliot.test.workflow;

import static dev.foliot.test.FoliotAssertions.*;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import dev.foliot.handler.RetryPolicy;
import dev.foliot.test.WorkflowOperation;
import dev.foliot.test.WorkflowResult;
import dev.foliot.test.WorkflowTestRunner;
import dev.foliot.workflow.DurableFunction;
import dev.foliot.workflow.StepInterruptedException;
import dev.foliot.workflow.StepOptions;
import dev.foliot.workflow.StepSemantics;
import dev.foliot.workflow.WorkflowContext;
import dev.foliot.workflow.journal.OperationKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Steps, at level 1 only: the examples of the documentation, and A22. */
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

  static int check(int value) {
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

  // docs: kept
  static String failInTheThirdStep(WorkflowContext ctx, String input) {
    ctx.step("step1", String.class, step -> "one");
    ctx.step("step2", Integer.class, step -> 2);
    return ctx.step("step3", String.class, StepOptions.noRetry(), step -> fail3());
  }

  @Test
  void a10KeepsTheResultsBeforeTheFailure() {
    WorkflowResult<String> result =
        WorkflowTestRunner.of(String.class, StepCaseTests::failInTheThirdStep).run("");

    assertThat(result).failed().hasErrorContaining("Step 3 failed");
    assertThat(result.step("step1").result(String.class)).isEqualTo("one");
    assertThat(result.step("step2").result(Integer.class)).isEqualTo(2);
  }

  // docs: end

  private static String fail3() {
    throw new IllegalStateException("Step 3 failed");
  }

  // docs: mocked
  /** Pays an order. The bank is a parameter, so a test replaces it. */
  static DurableFunction<String, String> paying(UnaryOperator<String> bank) {
    StepOptions twice = StepOptions.retry(RetryPolicy.fixed(2, ofSeconds(1)));
    return (ctx, order) -> {
      String bill = ctx.step("bill", String.class, step -> "bill of " + order);
      ctx.wait("cooling", ofHours(1));
      return ctx.step("pay", String.class, twice, step -> bank.apply(bill));
    };
  }

  @Test
  void a15FailsIfTheBankFails() {
    WorkflowResult<String> result =
        WorkflowTestRunner.of(
                paying(
                    bill -> {
                      throw new IllegalStateException("no connection");
                    }))
            .run("o-1");

    assertThat(result).hasErrorContaining("no connection").hasAttempts("pay", 2);
  }

  @Test
  void a15RecoversIfTheBankDoes() {
    WorkflowResult<String> result =
        WorkflowTestRunner.of(paying(bill -> "paid " + bill))
            .stub("pay", failsWith(new IllegalStateException("no connection")), runsItself())
            .limit(ofSeconds(10))
            .run("o-1");

    assertThat(result).hasResult("paid bill of o-1").took(ofHours(1).plusSeconds(1));
    List<String> order = new ArrayList<>();
    for (WorkflowOperation operation : result.operations()) {
      order.add(operation.kind() + " " + operation.name());
    }
    assertThat(order).containsExactly("STEP bill", "WAIT cooling", "STEP pay");
  }

  // docs: end

  // docs: limit
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

  // docs: end

  private String did(String what) {
    done.add(what);
    return what;
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
}

package dev.foliot.test.workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.foliot.workflow.Branch;
import dev.foliot.workflow.CallbackClosedException;
import dev.foliot.workflow.CallbackOptions;
import dev.foliot.workflow.EventWait;
import dev.foliot.workflow.RunError;
import dev.foliot.workflow.RunHandle;
import dev.foliot.workflow.RunNotFoundException;
import dev.foliot.workflow.RunNotRepeatableException;
import dev.foliot.workflow.RunOptions;
import dev.foliot.workflow.RunStatus;
import dev.foliot.workflow.StepOptions;
import dev.foliot.workflow.WorkflowContext;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Runs that have ended without success go on from an operation (R61). */
class RetryIntegrationTests extends WorkflowTest {
  private static final Duration HOUR = Duration.ofHours(1);

  private final Set<String> broken = ConcurrentHashMap.newKeySet();

  @BeforeEach
  void breakThePayment() {
    broken.add("pay");
  }

  private String step(WorkflowContext ctx, String name) {
    return ctx.step(name, String.class, StepOptions.noRetry(), step -> body(name));
  }

  private String body(String name) {
    scripted.did(name);
    if (broken.contains(name)) {
      throw new IllegalStateException(name + " is broken");
    }
    return name;
  }

  private void sell() {
    code(
        (ctx, input) -> {
          String order = step(ctx, "order");
          ctx.wait("w", HOUR);
          return order + step(ctx, "pay") + step(ctx, "send");
        });
  }

  private RunHandle<String> failed() {
    RunHandle<String> run = start("r-1");
    engine.runUntilIdle();
    assertThat(run.status()).isEqualTo(RunStatus.FAILED);
    scripted.ran.clear();
    return run;
  }

  @Test
  void goesOnFromTheFailedOperation() {
    sell();
    RunHandle<String> run = failed();
    broken.clear();

    workflows.retry("r-1");
    assertThat(run.status()).isEqualTo(RunStatus.RUNNING);
    assertThat(run.error()).isEmpty();
    engine.runUntilIdle();

    assertThat(run.result()).contains("orderpaysend");
    assertThat(scripted.ran).containsExactly("pay", "send");
    assertThat(journal("r-1"))
        .containsExactly(
            "1 Step SUCCEEDED",
            "2 Wait STARTED",
            "2 Wait SUCCEEDED",
            "~retry-5 Retried SUCCEEDED",
            "3 Step SUCCEEDED",
            "4 Step SUCCEEDED");
    assertThat(workflows.show("r-1").orElseThrow().journal().get(3).error())
        .isEqualTo(new RunError("java.lang.IllegalStateException", "pay is broken"));
  }

  @Test
  void failsAndIsRetriedAgain() {
    sell();
    RunHandle<String> run = failed();
    workflows.retry("r-1");
    engine.runUntilIdle();
    assertThat(run.status()).isEqualTo(RunStatus.FAILED);
    broken.clear();

    workflows.retry("r-1");
    engine.runUntilIdle();

    assertThat(run.result()).contains("orderpaysend");
    assertThat(workflows.show("r-1").orElseThrow().run().invocations()).isEqualTo(4);
  }

  @Test
  void goesOnFromANamedOperation() {
    sell();
    RunHandle<String> run = failed();
    broken.clear();

    workflows.retry("r-1", "w");
    engine.runUntilIdle();

    assertThat(run.result()).contains("orderpaysend");
    assertThat(scripted.ran).containsExactly("pay", "send");
    assertThat(workflows.show("r-1").orElseThrow().operations().get(1).startedAt())
        .isEqualTo(workflows.show("r-1").orElseThrow().operations().get(2).startedAt());
  }

  @Test
  void keepsTheIdempotencyKeys() {
    code(
        (ctx, input) ->
            ctx.step(
                "pay",
                String.class,
                StepOptions.noRetry(),
                step -> {
                  scripted.did(step.idempotencyKey());
                  return body("pay");
                }));
    RunHandle<String> run = start("r-1");
    engine.runUntilIdle();
    broken.clear();

    workflows.retry("r-1");
    engine.runUntilIdle();

    assertThat(run.status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(scripted.ran).containsExactly("r-1/1", "pay", "r-1/1", "pay");
  }

  @Test
  void codeThatFailedByItselfGoesOn() {
    code(
        (ctx, input) -> {
          step(ctx, "order");
          if (broken.contains("pay")) {
            throw new IllegalStateException("a bug");
          }
          return step(ctx, "send");
        });
    RunHandle<String> run = failed();
    broken.clear();

    workflows.retry("r-1");
    engine.runUntilIdle();

    assertThat(run.result()).contains("send");
    assertThat(scripted.ran).containsExactly("send");
  }

  @Test
  void failedBranchesRunAgainAlone() {
    broken.add("two");
    code(
        (ctx, input) ->
            ctx.parallel(
                    "all",
                    String.class,
                    List.of(
                        Branch.of("b1", branch -> step(branch, "pay")),
                        Branch.of("b2", branch -> step(branch, "one")),
                        Branch.of("b3", branch -> step(branch, "two"))))
                .throwIfFailed()
                .results()
                .toString());
    RunHandle<String> run = failed();
    broken.clear();

    workflows.retry("r-1");
    engine.runUntilIdle();

    assertThat(run.result()).contains("[pay, one, two]");
    assertThat(scripted.ran).containsExactlyInAnyOrder("pay", "two");
  }

  // ---- refusals

  @Test
  void runThatHasUndoneItsWorkIsRefused() {
    code(
        (ctx, input) -> {
          try {
            ctx.compensate("undo", step -> scripted.did("undo"));
            step(ctx, "order");
            return step(ctx, "pay");
          } catch (RuntimeException e) {
            ctx.compensateAll();
            throw e;
          }
        });
    failed();

    assertThatThrownBy(() -> workflows.retry("r-1"))
        .isInstanceOf(RunNotRepeatableException.class)
        .hasMessage(
            "Run r-1 cannot be retried: its compensations have run, so its earlier operations are undone. Fork it from its first operation, or start a new run.");
    assertThatThrownBy(() -> workflows.retry("r-1", "order"))
        .isInstanceOf(RunNotRepeatableException.class);
    assertThat(workflows.handle("r-1").status()).isEqualTo(RunStatus.FAILED);
  }

  @Test
  void runThatHasNotEndedIsRefused() {
    sell();
    start("r-1");
    engine.run();

    assertThatThrownBy(() -> workflows.retry("r-1"))
        .isInstanceOf(RunNotRepeatableException.class)
        .hasMessageContaining("it is waiting. Cancel or terminate it first, or fork it.");
  }

  @Test
  void runThatHasSucceededIsRefused() {
    start("r-1");
    engine.run();

    assertThatThrownBy(() -> workflows.retry("r-1"))
        .isInstanceOf(RunNotRepeatableException.class)
        .hasMessageContaining("it has succeeded. Fork it");
  }

  @Test
  void unknownRunAndOperationAreRefused() {
    sell();
    failed();

    assertThatThrownBy(() -> workflows.retry("r-2")).isInstanceOf(RunNotFoundException.class);
    assertThatThrownBy(() -> workflows.retry("r-1", "deliver"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Run r-1 has no operation \"deliver\". It has these: 1 order, 2 w, 3 pay.");
  }

  // ---- runs that were ended from outside

  @Test
  void cancelledRunGoesOnWaiting() {
    code(
        (ctx, input) -> {
          step(ctx, "order");
          return ctx.createCallback("ask", String.class).get();
        });
    RunHandle<String> run = start("r-1");
    engine.run();
    run.cancel();
    engine.run();
    assertThat(run.status()).isEqualTo(RunStatus.CANCELLED);

    workflows.retry("r-1");
    engine.run();
    assertThat(run.status()).isEqualTo(RunStatus.WAITING);
    workflows.completeCallback("r-1/2", "yes");
    engine.run();

    assertThat(run.result()).contains("yes");
    assertThat(scripted.ran).containsExactly("order");
  }

  @Test
  void timedOutRunGetsItsTimeAgain() {
    code(
        (ctx, input) -> {
          ctx.wait("w", HOUR.plusMinutes(30));
          return "end";
        });
    RunHandle<String> run =
        workflows.start(Scripted.class, "in", RunOptions.id("r-1").withTimeout(HOUR));
    engine.runUntilIdle();
    assertThat(run.status()).isEqualTo(RunStatus.TIMED_OUT);

    workflows.retry("r-1");
    assertThat(workflows.show("r-1").orElseThrow().deadline())
        .isEqualTo(clock.instant().plus(HOUR));
    engine.runUntilIdle();

    assertThat(run.status()).isEqualTo(RunStatus.SUCCEEDED);
  }

  @Test
  void eachRetryHasTheWholeTimeOutAgain() {
    RunHandle<String> run =
        workflows.start(
            Scripted.class,
            "in",
            RunOptions.id("r-1").after(HOUR).withTimeout(HOUR.plusMinutes(5)));
    for (int retries = 0; retries < 3; retries++) {
      run.terminate();
      clock.advance(HOUR);

      workflows.retry("r-1");

      assertThat(workflows.show("r-1").orElseThrow().deadline())
          .isEqualTo(clock.instant().plus(HOUR.plusMinutes(5)));
    }
  }

  @Test
  void terminatedRunThatHadNotBegunBegins() {
    sell();
    broken.clear();
    RunHandle<String> run = start("r-1");
    run.terminate();

    workflows.retry("r-1");
    engine.runUntilIdle();

    assertThat(run.result()).contains("orderpaysend");
  }

  // ---- waits

  @Test
  void callbackThatHasFailedIsAskedAgain() {
    code(
        (ctx, input) ->
            ctx.waitForCallback(
                "ask",
                String.class,
                CallbackOptions.defaults(),
                (callback, step) -> scripted.did(callback)));
    RunHandle<String> run = start("r-1");
    engine.run();
    workflows.failCallback("r-1/1-1", "no", "not today");
    engine.run();
    assertThat(run.status()).isEqualTo(RunStatus.FAILED);

    workflows.retry("r-1");
    engine.run();
    assertThat(scripted.ran).containsExactly("r-1/1-1", "r-1/1-1");
    workflows.completeCallback("r-1/1-1", "yes");
    engine.run();

    assertThat(run.result()).contains("yes");
    assertThatThrownBy(() -> workflows.completeCallback("r-1/1-1", "again"))
        .isInstanceOf(CallbackClosedException.class);
  }

  @Test
  void eventThatWasNotFoundInTimeIsAwaitedAgain() {
    code(
        (ctx, input) -> {
          var wait = EventWait.of(Stock.Reserved.class).where("order", "o-1").within(HOUR);
          return ctx.waitForEvent("reserved", wait)
              .orElseThrow(() -> new IllegalStateException("not reserved"))
              .product();
        });
    RunHandle<String> run = start("r-1");
    engine.runUntilIdle();
    assertThat(run.status()).isEqualTo(RunStatus.FAILED);
    domain.process(new Stock.Receive("p-1"));
    domain.process(new Stock.Reserve("p-1", "o-1"));

    workflows.retry("r-1");
    engine.runUntilIdle();

    assertThat(run.result()).contains("p-1");
  }

  @Test
  void answeredEventIsFoundAgain() {
    domain.process(new Stock.Receive("p-1"));
    code(
        (ctx, input) -> {
          var wait = EventWait.of(Stock.Reserved.class).where("order", "o-1").within(HOUR);
          String product = ctx.waitForEvent("reserved", wait).orElseThrow().product();
          return product + step(ctx, "pay");
        });
    RunHandle<String> run = start("r-1");
    engine.run();
    domain.process(new Stock.Reserve("p-1", "o-1"));
    engine.runUntilIdle();
    assertThat(run.status()).isEqualTo(RunStatus.FAILED);
    broken.clear();

    workflows.retry("r-1", "reserved");
    engine.runUntilIdle();

    assertThat(run.result()).contains("p-1pay");
  }

  // ---- child runs

  private void invokeAChild() {
    child.code = (ctx, input) -> step(ctx, "child order") + step(ctx, "pay");
    code(
        (ctx, input) ->
            step(ctx, "order") + ctx.invoke("child", Scripted.Child.class, "in", String.class));
  }

  @Test
  void failedChildRunGoesOnFromItsOwnFailure() {
    invokeAChild();
    RunHandle<String> run = failed();
    broken.clear();

    workflows.retry("r-1");
    engine.runUntilIdle();

    assertThat(run.result()).contains("orderchild orderpay");
    assertThat(scripted.ran).containsExactly("pay");
    assertThat(journal("r-1/2")).hasSize(3);
  }

  @Test
  void namedChildRunBeginsAgain() {
    invokeAChild();
    RunHandle<String> run = failed();
    broken.clear();

    workflows.retry("r-1", "child");
    engine.runUntilIdle();

    assertThat(run.result()).contains("orderchild orderpay");
    assertThat(scripted.ran).containsExactly("child order", "pay");
  }

  @Test
  void cancelledChildRunGoesOnWithItsParent() {
    child.code =
        (ctx, input) -> {
          step(ctx, "child order");
          return ctx.createCallback("ask", String.class).get();
        };
    code((ctx, input) -> ctx.invoke("child", Scripted.Child.class, "in", String.class));
    RunHandle<String> run = start("r-1");
    engine.run();
    run.cancel();
    engine.runUntilIdle();
    assertThat(workflows.handle("r-1/1").status()).isEqualTo(RunStatus.CANCELLED);

    workflows.retry("r-1");
    engine.run();
    workflows.completeCallback("r-1/1/2", "yes");
    engine.runUntilIdle();

    assertThat(run.result()).contains("yes");
    assertThat(scripted.ran).containsExactly("child order");
  }

  @Test
  void childRunAloneIsRefused() {
    invokeAChild();
    failed();

    assertThatThrownBy(() -> workflows.retry("r-1/2"))
        .isInstanceOf(RunNotRepeatableException.class)
        .hasMessageContaining("its parent run r-1 already has its outcome. Retry the parent run");
  }

  @Test
  void childRunThatHasNotEndedIsRefused() {
    child.code = (ctx, input) -> ctx.createCallback("never", String.class).get();
    code((ctx, input) -> ctx.invoke("child", Scripted.Child.class, "in", String.class));
    RunHandle<String> run = start("r-1");
    engine.run();
    run.cancel();
    inTransaction(
        () ->
            jdbc.update(
                "update foliot_run set status = 'cancelled', owner = null, due_at = null, ended_at = created_at where id = 'r-1'"));

    assertThatThrownBy(() -> workflows.retry("r-1"))
        .isInstanceOf(RunNotRepeatableException.class)
        .hasMessageContaining("its child run r-1/1 has not ended yet.");
    assertThat(run.status()).isEqualTo(RunStatus.CANCELLED);
  }

  @Test
  void retryJoinsTheTransactionOfItsCaller() {
    sell();
    RunHandle<String> run = failed();

    assertThatThrownBy(
            () ->
                inTransaction(
                    () -> {
                      workflows.retry("r-1");
                      throw new IllegalStateException("undone");
                    }))
        .hasMessage("undone");

    assertThat(run.status()).isEqualTo(RunStatus.FAILED);
    assertThat(journal("r-1")).hasSize(4);
  }
}

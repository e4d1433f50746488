package dev.foliot.workflow.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.foliot.handler.RetryPolicy;
import dev.foliot.workflow.BatchOptions;
import dev.foliot.workflow.Branch;
import dev.foliot.workflow.ConditionOptions;
import dev.foliot.workflow.DurableFuture;
import dev.foliot.workflow.InvokeOptions;
import dev.foliot.workflow.RunStatus;
import dev.foliot.workflow.StepOptions;
import dev.foliot.workflow.Workflow;
import dev.foliot.workflow.WorkflowContext;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.core.ParameterizedTypeReference;

/** Use that is refused, or that must not harm (R62). */
class BadUseTests {
  private static final String LONG_NAME = "n".repeat(201);

  private static String errorOf(RunInMemory run) {
    var end = run.end();
    assertThat(end.status()).isEqualTo(RunStatus.FAILED);
    return end.error().type() + ": " + end.error().message();
  }

  @Test
  void longNameIsRefused() {
    var run = RunInMemory.of((ctx, input) -> ctx.step(LONG_NAME, String.class, step -> "no"));

    assertThat(errorOf(run)).contains("has 201 characters; a name has 200 at most");
  }

  @Test
  void contextsNestedTooDeeplyAreRefused() {
    var run = RunInMemory.of((ctx, input) -> nested(ctx, 300));

    assertThat(errorOf(run)).contains("is nested too deeply").contains("; the maximum is 500.");
  }

  @Test
  void contextsMayBeNestedDeeply() {
    var run = RunInMemory.of((ctx, input) -> nested(ctx, 200));

    assertThat(run.end().payload()).isEqualTo("200");
  }

  private static int nested(WorkflowContext ctx, int depth) {
    return depth == 0 ? 0 : 1 + ctx.child(null, Integer.class, child -> nested(child, depth - 1));
  }

  @Test
  void longIdOfAChildRunIsRefused() {
    var run =
        RunInMemory.of(
            (ctx, input) ->
                ctx.invoke(
                    null,
                    "other",
                    null,
                    ParameterizedTypeReference.forType(String.class),
                    InvokeOptions.defaults().withRunId(LONG_NAME)));

    assertThat(errorOf(run))
        .contains("The id of a run is not blank and has at most 200 characters; this one has 201");
  }

  @Test
  void longIdOfAnOperationDoesNotFitIntoTheIdOfAChildRun() {
    var run =
        RunInMemory.of(
            (ctx, input) ->
                deep(
                    ctx,
                    99,
                    child ->
                        child.invoke(
                            null,
                            "other",
                            null,
                            ParameterizedTypeReference.forType(String.class),
                            InvokeOptions.defaults())));

    assertThat(errorOf(run))
        .contains(
            "The id of a child run consists of the ids of its parent run and of the operation. It has 201 characters; the maximum is 200. Give the child run a shorter id by InvokeOptions.withRunId.");
  }

  private static String deep(
      WorkflowContext ctx, int depth, Function<WorkflowContext, String> innermost) {
    return depth == 0
        ? innermost.apply(ctx)
        : ctx.child(null, String.class, child -> deep(child, depth - 1, innermost));
  }

  @Test
  void otherThreadIsRefused() {
    var run =
        RunInMemory.of(
            (ctx, input) ->
                CompletableFuture.supplyAsync(() -> ctx.step("a", String.class, step -> "no"))
                    .join());

    assertThat(errorOf(run)).contains("was called in a thread that does not run it");
  }

  @Test
  void contextOfEndedCodeIsRefused() {
    var run =
        RunInMemory.of(
            (ctx, input) -> {
              AtomicReference<WorkflowContext> leaked = new AtomicReference<>();
              ctx.child("child", String.class, child -> remember(leaked, child));
              return leaked.get().step("late", String.class, step -> "no");
            });

    assertThat(errorOf(run)).contains("was called on the context of other code");
  }

  private static @Nullable String remember(
      AtomicReference<WorkflowContext> leaked, WorkflowContext ctx) {
    leaked.set(ctx);
    return null;
  }

  @Test
  void awaitingInTheBodyOfAStepIsRefused() {
    var run =
        RunInMemory.of(
            (ctx, input) -> {
              var callback = ctx.createCallback("answer", String.class);
              return ctx.step("wait", String.class, StepOptions.noRetry(), step -> callback.get());
            });

    assertThat(errorOf(run)).contains("A future was awaited in the body of Step 'wait'");
  }

  @Test
  void futureOfAnotherInvocationIsRefused() {
    AtomicReference<DurableFuture<String>> leaked = new AtomicReference<>();
    var run =
        RunInMemory.of(
            (ctx, input) -> {
              if (leaked.get() != null) {
                return leaked.get().get();
              }
              leaked.set(ctx.createCallback("answer", String.class));
              ctx.wait(null, Duration.ofSeconds(1));
              return null;
            });

    assertThat(errorOf(run)).contains("another invocation");
  }

  @Test
  void errorInAFlatBranchFailsTheBranch() {
    var run =
        RunInMemory.of(
            (ctx, input) ->
                ctx.parallel(
                        "flat",
                        ParameterizedTypeReference.forType(String.class),
                        List.of(
                            Branch.of(
                                branch -> {
                                  throw new AssertionError("broken");
                                })),
                        BatchOptions.defaults().withNesting(BatchOptions.Nesting.FLAT))
                    .failureCount());

    assertThat(run.end().payload()).isEqualTo("1");
  }

  @Test
  void waitForEverNeedsNoTime() {
    var run =
        RunInMemory.of(
            (ctx, input) -> {
              ctx.waitUntil("for ever", Instant.MAX);
              return null;
            });

    var waiting = (InvocationResult.Waiting) run.invoke();

    assertThat(waiting.dueAt()).isEqualTo(Instant.parse("9999-12-31T00:00:00Z"));
  }

  @Test
  void longestWaitIsNoError() {
    var run =
        RunInMemory.of(
            (ctx, input) -> {
              ctx.wait("for ever", Duration.ofSeconds(Long.MAX_VALUE));
              return null;
            });

    assertThat(run.invoke()).isInstanceOf(InvocationResult.Waiting.class);
  }

  @Test
  void timeoutOfAChildRunIsPositive() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> InvokeOptions.timeout(Duration.ofSeconds(-1)))
        .withMessage("The time-out of a child run is positive; it was PT-1S.");
  }

  @Test
  void conditionWithoutAPauseFails() {
    var run =
        RunInMemory.of(
            (ctx, input) ->
                ctx.waitForCondition(
                    "poll",
                    Integer.class,
                    0,
                    (state, attempt) -> state,
                    state -> false,
                    ConditionOptions.pausing((state, attempt) -> null)));

    assertThat(errorOf(run)).contains("gave no pause");
  }

  @Test
  void failedCompensationOfACancelledRunIsAResult() {
    List<String> undone = new ArrayList<>();
    var run =
        RunInMemory.of(
            (ctx, input) -> {
              ctx.compensate("first", step -> undone.add("first"));
              ctx.compensate(
                  "second",
                  StepOptions.retry(RetryPolicy.none()),
                  step -> {
                    throw new IllegalStateException("cannot undo");
                  });
              ctx.wait(null, Duration.ofDays(1));
              return null;
            });
    run.invoke();

    run.ending = RunStatus.CANCELLED;

    var end = run.end();
    assertThat(end.status()).isEqualTo(RunStatus.CANCELLED);
    assertThat(end.error().message()).isEqualTo("cannot undo");
    assertThat(undone).containsExactly("first");
  }

  @Test
  void futuresMayBeAwaitedInAnyOrder() {
    var run =
        RunInMemory.of(
            (ctx, input) -> {
              var slow = ctx.waitAsync("slow", Duration.ofSeconds(9));
              var fast = ctx.waitAsync("fast", Duration.ofSeconds(1));
              var step = ctx.stepAsync("step", Integer.class, s -> 1);
              slow.get();
              int one = step.get();
              fast.get();
              slow.get();
              return one + step.get();
            });

    assertThat(run.end().payload()).isEqualTo("2");
  }

  @Test
  void codeMayAskWhetherACallbackIsDone() {
    List<String> done = new ArrayList<>();
    var run =
        RunInMemory.of(
            (ctx, input) -> {
              var answer = ctx.createCallback("answer", String.class);
              if (!answer.isDone()) {
                ctx.step("remind", step -> done.add("remind"));
              }
              return answer.get() + answer.isDone();
            });
    run.invoke();
    run.succeed("1", "yes");

    assertThat(run.end().payload()).isEqualTo("\"yestrue\"");
    assertThat(done).containsExactly("remind");
  }

  @Test
  void codeMayWaitUntilAStepIsDone() {
    var run =
        RunInMemory.of(
            (ctx, input) -> {
              var step = ctx.stepAsync("step", Integer.class, s -> 1);
              int waits = 0;
              while (!step.isDone()) {
                ctx.wait(null, Duration.ofSeconds(1));
                waits++;
              }
              return waits;
            });

    assertThat(run.end().payload()).isEqualTo("1");
  }

  @Test
  void timeDoesNotDependOnStepsThatAreNotAwaited() {
    List<Instant> times = new ArrayList<>();
    var run =
        RunInMemory.of(
            (ctx, input) -> {
              ctx.stepAsync("beside", Integer.class, s -> 1);
              ctx.wait(null, Duration.ofSeconds(1));
              times.add(ctx.now());
              ctx.wait(null, Duration.ofSeconds(1));
              return null;
            });

    run.end();

    assertThat(times).hasSize(2).containsOnly(RunInMemory.START.plusSeconds(1));
  }

  @Test
  void stableValuesInTheBodyOfAStepAreRefused() {
    var run =
        RunInMemory.of(
            (ctx, input) ->
                ctx.step("id", String.class, StepOptions.noRetry(), step -> ctx.uuid().toString()));

    assertThat(errorOf(run)).contains("uuid() was called in the body of Step 'id'");
  }

  @Test
  void namesAreNoIdsOfOthers() {
    var run =
        RunInMemory.of(
            (ctx, input) -> {
              ctx.child("a", String.class, child -> child.step("b", String.class, s -> "inner"));
              ctx.step("x", String.class, step -> "one");
              ctx.step("x", String.class, step -> "two");
              return ctx.step("a-b", String.class, step -> "outer")
                  + ctx.step("x#2", String.class, step -> "other");
            });
    run.memo = Workflow.Memo.BY_NAME;

    assertThat(run.end().payload()).isEqualTo("\"outerother\"");
  }

  @Test
  void futureThatIsNotAwaitedIsDropped() {
    List<String> done = new ArrayList<>();
    var run =
        RunInMemory.of(
            (ctx, input) -> {
              ctx.stepAsync("lost", Boolean.class, step -> done.add("lost"));
              return "end";
            });

    assertThat(run.end().payload()).isEqualTo("\"end\"");
    assertThat(done).isEmpty();
  }

  /** A future counts as a result before it has one, and its failure would be lost. */
  @Test
  void futureIsNoResult() {
    for (Object future :
        List.of(
            CompletableFuture.completedFuture("done"),
            new FutureTask<>(() -> "done"),
            CompletableFuture.completedStage("done"))) {
      var ofStep = RunInMemory.of((ctx, input) -> ctx.step("s", Object.class, step -> future));
      var ofRun = RunInMemory.of((ctx, input) -> future);

      assertThat(errorOf(ofStep))
          .contains(
              "The result of Step 's' at position 1 cannot be stored: a java.util.concurrent.")
          .contains("Wait for its result in the body");
      assertThat(errorOf(ofRun)).contains("The result of the run cannot be stored: a ");
    }
  }

  @Test
  void durableFutureIsNoResult() {
    var ofStep =
        RunInMemory.of(
            (ctx, input) -> {
              var future = ctx.stepAsync("f", String.class, step -> "done");
              return ctx.step("s", Object.class, step -> future);
            });
    var ofRun = RunInMemory.of((ctx, input) -> ctx.stepAsync("f", String.class, step -> "done"));

    assertThat(errorOf(ofStep))
        .contains("The result of Step 's' at position 2 cannot be stored: a ");
    assertThat(errorOf(ofRun)).contains("The result of the run cannot be stored: a ");
  }
}

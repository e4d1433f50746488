package dev.foliot.workflow.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.handler.RetryPolicy;
import dev.foliot.workflow.BatchOptions;
import dev.foliot.workflow.BatchResult;
import dev.foliot.workflow.Branch;
import dev.foliot.workflow.CallbackOptions;
import dev.foliot.workflow.ConditionOptions;
import dev.foliot.workflow.DurableFuture;
import dev.foliot.workflow.NonDeterministicWorkflowException;
import dev.foliot.workflow.RunStatus;
import dev.foliot.workflow.StepFailedException;
import dev.foliot.workflow.StepOptions;
import dev.foliot.workflow.Workflow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.core.ParameterizedTypeReference;

/** One run in memory, invoked again and again. */
class InvocationTests {
  private final List<String> done = new ArrayList<>();

  @Test
  void runsEachStepOnceOverInvocations() {
    var run =
        RunInMemory.of(
            (ctx, input) -> {
              String one = ctx.step("one", String.class, step -> did("one"));
              ctx.wait("pause", Duration.ofHours(1));
              return one + ctx.step("two", String.class, step -> did("two"));
            });

    var end = run.end();

    assertThat(end.status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(end.payload()).isEqualTo("\"onetwo\"");
    assertThat(done).containsExactly("one", "two");
    assertThat(run.invocations).isEqualTo(2);
    assertThat(run.clock.instant()).isEqualTo(RunInMemory.START.plus(Duration.ofHours(1)));
  }

  private String did(String what) {
    done.add(what);
    return what;
  }

  @Test
  void retriesAsThePolicySays() {
    var run =
        RunInMemory.of(
            (ctx, input) ->
                ctx.step(
                    "flaky",
                    Integer.class,
                    StepOptions.retry(RetryPolicy.fixed(3, Duration.ofSeconds(2))),
                    step -> {
                      if (step.attempt() < 3) {
                        throw new IllegalStateException("not yet");
                      }
                      return step.attempt();
                    }));

    assertThat(run.end().payload()).isEqualTo("3");
    assertThat(run.clock.instant()).isEqualTo(RunInMemory.START.plusSeconds(4));
  }

  @Test
  void throwsAStoredFailureAgain() {
    var run =
        RunInMemory.of(
            (ctx, input) -> {
              String caught = "";
              try {
                ctx.step(
                    "bad",
                    StepOptions.noRetry(),
                    step -> {
                      did("bad");
                      throw new IllegalStateException("no");
                    });
              } catch (StepFailedException e) {
                caught = e.errorType() + ": " + e.getMessage();
              }
              ctx.wait(null, Duration.ofSeconds(1));
              return caught;
            });

    assertThat(run.end().payload()).isEqualTo("\"java.lang.IllegalStateException: no\"");
    assertThat(done).containsExactly("bad");
  }

  @Test
  void branchesAdvanceIndependently() {
    var run =
        RunInMemory.of(
            (ctx, input) -> {
              BatchResult<String> all =
                  ctx.parallel(
                      "both",
                      String.class,
                      List.of(
                          Branch.of(
                              branch -> {
                                branch.wait("long", Duration.ofHours(2));
                                return branch.step("slow", String.class, step -> did("slow"));
                              }),
                          Branch.of(
                              branch -> {
                                branch.wait("short", Duration.ofHours(1));
                                return branch.step("fast", String.class, step -> did("fast"));
                              })));
              return all.throwIfFailed().results();
            });

    assertThat(run.end().payload()).isEqualTo("[\"slow\",\"fast\"]");
    assertThat(done).containsExactly("fast", "slow");
    assertThat(run.invocations).isEqualTo(3);
  }

  @Test
  void stopsWhenToleranceIsExceeded() {
    var run =
        RunInMemory.of(
            (ctx, input) -> {
              BatchResult<Integer> result =
                  ctx.map(
                      "items",
                      List.of(1, 2, 3),
                      ParameterizedTypeReference.forType(Integer.class),
                      BatchOptions.failFast().withMaxConcurrency(1),
                      (branch, item, index) -> {
                        if (item == 2) {
                          throw new IllegalStateException("two");
                        }
                        return item;
                      });
              ctx.wait("after", Duration.ofSeconds(1));
              return result.completionReason() + " " + result.totalCount() + result.results();
            });

    assertThat(run.end().payload()).isEqualTo("\"FAILURE_TOLERANCE_EXCEEDED 2[1]\"");
  }

  @Test
  void callbackIsCompletedWhileTheRunWaits() {
    var run =
        RunInMemory.of(
            (ctx, input) ->
                ctx.waitForCallback(
                    "approval",
                    String.class,
                    CallbackOptions.timeout(Duration.ofDays(1)),
                    (id, step) -> done.add(id)));

    assertThat(run.invoke()).isInstanceOf(InvocationResult.Waiting.class);
    assertThat(done).containsExactly("r/1-1");
    run.succeed("1-1", "yes");

    assertThat(run.end().payload()).isEqualTo("\"yes\"");
  }

  @Test
  void callbackTimesOut() {
    var run =
        RunInMemory.of(
            (ctx, input) ->
                ctx.createCallback(
                        "approval", String.class, CallbackOptions.timeout(Duration.ofDays(1)))
                    .get());

    var end = run.end();

    assertThat(end.status()).isEqualTo(RunStatus.FAILED);
    assertThat(end.error().type()).isEqualTo("Callback.Timeout");
  }

  @Test
  void pollsUntilTheConditionIsMet() {
    var run =
        RunInMemory.of(
            (ctx, input) ->
                ctx.waitForCondition(
                    "count",
                    Integer.class,
                    0,
                    (state, attempt) -> state + 1,
                    state -> state == 3,
                    ConditionOptions.every(Duration.ofSeconds(2))));

    assertThat(run.end().payload()).isEqualTo("3");
    assertThat(run.clock.instant()).isEqualTo(RunInMemory.START.plusSeconds(4));
  }

  @Test
  void asynchronousStepsGoOnBesideTheWorkflow() {
    var run =
        RunInMemory.of(
            (ctx, input) -> {
              DurableFuture<String> one = ctx.stepAsync("one", String.class, step -> did("one"));
              DurableFuture<Void> pause = ctx.waitAsync("pause", Duration.ofSeconds(5));
              String two = ctx.step("two", String.class, step -> did("two"));
              pause.get();
              return one.get() + two;
            });

    assertThat(run.end().payload()).isEqualTo("\"onetwo\"");
  }

  @Test
  void differentOperationFailsTheRun() {
    var run =
        RunInMemory.of(
            (ctx, input) -> {
              ctx.step("one", String.class, step -> "1");
              ctx.wait("pause", Duration.ofSeconds(1));
              return null;
            });
    run.invoke();
    run.clock.advance(Duration.ofSeconds(1));

    var end =
        run.with(
                (ctx, input) -> {
                  try {
                    ctx.step("two", String.class, step -> "2");
                  } catch (RuntimeException caught) {
                    return "hidden";
                  }
                  return null;
                })
            .end();

    assertThat(end.status()).isEqualTo(RunStatus.FAILED);
    assertThat(end.error().type()).isEqualTo(NonDeterministicWorkflowException.class.getName());
    assertThat(end.error().message())
        .isEqualTo(
            "Run r cannot be replayed: its journal has Step 'one' at position 1, and the workflow asked for Step 'two'. Change the code of running workflows by patched(…) or by a new version.");
  }

  @Test
  void codeThatCatchesEverythingStaysSuspended() {
    var run =
        RunInMemory.of(
            (ctx, input) -> {
              for (int i = 0; i < 3; i++) {
                try {
                  ctx.wait(null, Duration.ofSeconds(1));
                } catch (Throwable all) {
                  did("caught");
                }
              }
              return "end";
            });

    var end = run.end();

    assertThat(end.payload()).isEqualTo("\"end\"");
    assertThat(run.clock.instant()).isEqualTo(RunInMemory.START.plusSeconds(3));
    assertThat(run.invocations).isEqualTo(4);
  }

  @Test
  void compensatesInReverseOrder() {
    var run =
        RunInMemory.of(
            (ctx, input) -> {
              ctx.step("hotel", step -> did("hotel"));
              ctx.compensate("cancel hotel", step -> did("-hotel"));
              ctx.child(
                  "flight",
                  String.class,
                  child -> {
                    child.step("book", step -> did("flight"));
                    child.compensate("cancel flight", step -> did("-flight"));
                    return null;
                  });
              ctx.wait("pause", Duration.ofSeconds(1));
              try {
                ctx.step(
                    "car",
                    StepOptions.noRetry(),
                    step -> {
                      throw new IllegalStateException("no car");
                    });
              } catch (StepFailedException e) {
                ctx.compensateAll();
              }
              return null;
            });

    assertThat(run.end().status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(done).containsExactly("hotel", "flight", "-flight", "-hotel");
  }

  @Test
  void cancelledRunUndoesWhatItDid() {
    var run =
        RunInMemory.of(
            (ctx, input) -> {
              ctx.step("book", step -> did("book"));
              ctx.compensate("cancel", step -> did("cancel"));
              ctx.wait("long", Duration.ofDays(30));
              return did("end");
            });
    run.invoke();

    run.ending = RunStatus.CANCELLED;

    assertThat(run.end().status()).isEqualTo(RunStatus.CANCELLED);
    assertThat(done).containsExactly("book", "cancel");
  }

  @Test
  void operationInTheBodyOfAStepIsRefused() {
    var run =
        RunInMemory.of(
            (ctx, input) ->
                ctx.step(
                    "outer",
                    String.class,
                    StepOptions.noRetry(),
                    step -> ctx.step("inner", String.class, inner -> did("inner"))));

    var end = run.end();

    assertThat(end.error().message())
        .isEqualTo(
            "Step 'inner' was called in the body of Step 'outer'. A step is one operation: call it before or after the step.");
    assertThat(done).isEmpty();
  }

  @Test
  void itemsWithoutAnOrderAreRefused() {
    var run =
        RunInMemory.of(
            (ctx, input) ->
                ctx.map("all", new HashSet<>(Set.of(1, 2)), Integer.class, (c, item, i) -> item));

    assertThat(run.end().error().message())
        .isEqualTo(
            "map(…) needs items in an order that is the same in each replay, but java.util.HashSet has no defined order. Use a List.");
  }

  @Test
  void restartBeginsAnewJournal() {
    var run =
        RunInMemory.of(
            (ctx, input) -> {
              int number = input == null ? 0 : (Integer) input;
              ctx.step("work", step -> did("work" + number));
              return number == 2 ? "done" : ctx.continueAsNew(number + 1);
            });

    assertThat(run.end().payload()).isEqualTo("\"done\"");
    assertThat(done).containsExactly("work0", "work1", "work2");
    assertThat(run.trace()).hasSize(1);
  }

  @Test
  void eachRoundHasItsOwnIds() {
    List<String> ids = new ArrayList<>();
    var run =
        RunInMemory.of(
            (ctx, input) -> {
              int number = input == null ? 0 : (Integer) input;
              ctx.step("key", step -> ids.add(step.idempotencyKey()));
              ids.add(ctx.createCallback("answer", String.class).id());
              ids.add(ctx.uuid().toString());
              ids.add(String.valueOf(ctx.random().nextLong()));
              return number == 2 ? ctx.info().round() : ctx.continueAsNew(number + 1);
            });

    assertThat(run.end().payload()).isEqualTo("2");
    assertThat(ids).hasSize(12).doesNotHaveDuplicates();
    assertThat(ids).contains("r/1", "r/2", "r/~1-1", "r/~1-2", "r/~2-1", "r/~2-2");
  }

  @Test
  void patchedCodeRunsOnlyInNewRuns() {
    var old =
        RunInMemory.of(
            (ctx, input) -> {
              ctx.step("a", step -> did("a"));
              ctx.wait("pause", Duration.ofSeconds(1));
              return null;
            });
    old.invoke();
    old.clock.advance(Duration.ofSeconds(1));

    for (RunInMemory run : List.of(old, RunInMemory.of((ctx, input) -> null))) {
      run.with(
              (ctx, input) -> {
                if (ctx.patched("check first")) {
                  ctx.step("check", step -> did("check"));
                }
                ctx.step("a", step -> did("a"));
                ctx.wait("pause", Duration.ofSeconds(1));
                return null;
              })
          .end();
    }

    assertThat(done).containsExactly("a", "check", "a");
  }

  @Test
  void byNameTheOrderMayChange() {
    var run =
        RunInMemory.of(
            (ctx, input) -> {
              ctx.step("a", step -> did("a"));
              ctx.step("b", step -> did("b"));
              ctx.wait("pause", Duration.ofSeconds(1));
              return null;
            });
    run.memo = Workflow.Memo.BY_NAME;
    run.invoke();
    run.clock.advance(Duration.ofSeconds(1));

    var end =
        run.with(
                (ctx, input) -> {
                  ctx.step("b", step -> did("b"));
                  ctx.step("a", step -> did("a"));
                  ctx.wait("pause", Duration.ofSeconds(1));
                  return null;
                })
            .end();

    assertThat(end.status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(done).containsExactly("a", "b");
  }

  @Test
  void stoppedBranchIsNotRunAgainByARebuild() {
    var run =
        RunInMemory.of(
            (ctx, input) -> {
              BatchResult<String> first =
                  ctx.parallel(
                      "race",
                      ParameterizedTypeReference.forType(String.class),
                      List.of(
                          Branch.of(
                              slow -> {
                                slow.wait("slow", Duration.ofDays(1));
                                return slow.step("slow", String.class, step -> did("slow"));
                              }),
                          Branch.of(
                              fast -> {
                                fast.compensate("undo", step -> did("undo"));
                                return fast.step("fast", String.class, step -> did("fast"));
                              })),
                      BatchOptions.minSuccessful(1));
              ctx.wait("pause", Duration.ofDays(2));
              ctx.compensateAll();
              return first.results();
            });

    assertThat(run.end().payload()).isEqualTo("[\"fast\"]");
    assertThat(done).containsExactly("fast", "undo");
    assertThat(run.invocations).isEqualTo(2);
  }

  @Test
  void largeResultOfAFlatBatchIsRebuilt() {
    var run =
        RunInMemory.of(
            (ctx, input) -> {
              List<String> all =
                  ctx.map(
                          "large",
                          List.of("a", "b", "c", "d"),
                          ParameterizedTypeReference.forType(String.class),
                          BatchOptions.defaults().withNesting(BatchOptions.Nesting.FLAT),
                          (branch, item, index) ->
                              branch.step(
                                  null,
                                  String.class,
                                  step -> {
                                    did(item);
                                    return item.repeat(80_000);
                                  }))
                      .results();
              ctx.wait("pause", Duration.ofDays(2));
              return all.stream().mapToInt(String::length).sum();
            });

    assertThat(run.end().payload()).isEqualTo("320000");
    assertThat(done).containsExactly("a", "b", "c", "d");
  }

  @Test
  void bodiesOfBranchesOverlap() {
    CountDownLatch both = new CountDownLatch(2);
    var run =
        RunInMemory.of(
            (ctx, input) ->
                ctx.map(
                        "meet",
                        List.of(1, 2),
                        Integer.class,
                        (branch, item, index) ->
                            branch.step(
                                "meet",
                                Integer.class,
                                StepOptions.noRetry(),
                                step -> {
                                  both.countDown();
                                  assertThat(both.await(120, TimeUnit.SECONDS)).isTrue();
                                  return item;
                                }))
                    .throwIfFailed()
                    .results());
    run.overlapping = true;

    assertThat(run.end().payload()).isEqualTo("[1,2]");
  }

  @Test
  void cancelledRunByNameDoesNotGoOnWhileItUndoes() {
    var run =
        RunInMemory.of(
            (ctx, input) -> {
              ctx.compensate(
                  "cancel",
                  step -> {
                    if (step.attempt() == 1) {
                      throw new IllegalStateException("not yet");
                    }
                    did("cancel");
                  });
              ctx.createCallback("answer", String.class).get();
              return ctx.step("end", String.class, step -> did("end"));
            });
    run.memo = Workflow.Memo.BY_NAME;
    run.invoke();
    run.ending = RunStatus.CANCELLED;
    run.invoke();

    run.succeed("answer", "late");

    assertThat(run.end().status()).isEqualTo(RunStatus.CANCELLED);
    assertThat(done).containsExactly("cancel");
  }
}

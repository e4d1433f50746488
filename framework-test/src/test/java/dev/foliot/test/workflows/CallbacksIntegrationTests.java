package dev.foliot.test.workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.foliot.workflow.Callback;
import dev.foliot.workflow.CallbackClosedException;
import dev.foliot.workflow.CallbackClosedException.Reason;
import dev.foliot.workflow.CallbackOptions;
import dev.foliot.workflow.CallbackTimedOutException;
import dev.foliot.workflow.OperationFailedException;
import dev.foliot.workflow.RunHandle;
import dev.foliot.workflow.RunOptions;
import dev.foliot.workflow.RunStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.springframework.core.ParameterizedTypeReference;

/** Callbacks are completed once: before, while and after they are awaited (R57). */
class CallbacksIntegrationTests extends WorkflowTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final String CALLBACK = "r-1/1";

  private void awaitACallback(CallbackOptions options) {
    code(
        (ctx, input) -> {
          Callback<String> callback =
              ctx.createCallback(
                  "answer", ParameterizedTypeReference.forType(String.class), options);
          ctx.step("give", step -> scripted.did(callback.id()));
          try {
            return callback.get();
          } catch (CallbackTimedOutException e) {
            return "timed out: " + e.errorType();
          } catch (OperationFailedException e) {
            return e.errorType() + ": " + e.errorMessage();
          }
        });
  }

  @Test
  void completionWhileItIsAwaitedWakesTheRun() {
    awaitACallback(CallbackOptions.defaults());
    RunHandle<String> run = start("r-1");
    engine.runUntilIdle();
    assertThat(run.status()).isEqualTo(RunStatus.WAITING);

    workflows.completeCallback(CALLBACK, "yes");
    engine.runUntilIdle();

    assertThat(scripted.ran).containsExactly(CALLBACK);
    assertThat(run.result()).contains("yes");
  }

  @Test
  void nameOfACallbackMayHaveASlash() {
    RunHandle<String> run =
        workflows.start(Scripted.SlashedNames.class, "in", RunOptions.id("r/1"));
    engine.runUntilIdle();
    String id = "r/1/answer~:1";

    workflows.heartbeat(id);
    workflows.completeCallback(id, "yes");
    engine.runUntilIdle();

    assertThat(run.result()).contains(id + " yes");
    assertThatExceptionOfType(CallbackClosedException.class)
        .isThrownBy(() -> workflows.completeCallback(id, "again"))
        .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.COMPLETED));
  }

  @Test
  void callbackOfAFormerRoundIsClosed() {
    code(
        (ctx, input) -> {
          Callback<String> callback = ctx.createCallback("answer", String.class);
          ctx.step("give", step -> scripted.did(callback.id()));
          return input.equals("in") ? ctx.continueAsNew("again") : callback.get();
        });
    RunHandle<String> run = start("r-1");
    engine.runUntilIdle();

    assertThatExceptionOfType(CallbackClosedException.class)
        .isThrownBy(() -> workflows.completeCallback(CALLBACK, "late"))
        .withMessageContaining("continued as new");
    engine.runUntilIdle();
    assertThat(run.status()).isEqualTo(RunStatus.WAITING);
    workflows.completeCallback(scripted.ran.get(1), "yes");
    engine.runUntilIdle();

    assertThat(run.result()).contains("yes");
  }

  @Test
  void completionBeforeItIsAwaitedCounts() {
    code(
        (ctx, input) -> {
          Callback<String> callback = ctx.createCallback("answer", String.class);
          ctx.wait("w", HOUR);
          ctx.step("s", step -> scripted.did("after"));
          return callback.get();
        });
    RunHandle<String> run = start("r-1");
    engine.run();

    workflows.completeCallback(CALLBACK, "early");
    engine.runUntilIdle();

    assertThat(run.result()).contains("early");
    assertThat(scripted.ran).containsExactly("after");
  }

  /** A wake-up in the last moment of an invocation. */
  @Test
  void completionDuringTheInvocationIsNotLost() {
    code(
        (ctx, input) -> {
          Callback<String> callback = ctx.createCallback("answer", String.class);
          ctx.step("give", step -> workflows.completeCallback(callback.id(), "at once"));
          return callback.get();
        });
    RunHandle<String> run = start("r-1");

    engine.run();

    assertThat(run.result()).contains("at once");
  }

  @Test
  void failureIsThrownInTheRun() {
    awaitACallback(CallbackOptions.defaults());
    RunHandle<String> run = start("r-1");
    engine.runUntilIdle();

    workflows.failCallback(CALLBACK, "Refused", "too late");
    engine.runUntilIdle();

    assertThat(run.result()).contains("Refused: too late");
  }

  @Test
  void secondCompletionIsRefused() {
    awaitACallback(CallbackOptions.defaults());
    start("r-1");
    engine.runUntilIdle();
    workflows.completeCallback(CALLBACK, "first");

    assertRefused(() -> workflows.completeCallback(CALLBACK, "second"), Reason.COMPLETED);
    engine.runUntilIdle();
    assertRefused(() -> workflows.failCallback(CALLBACK, "E", null), Reason.COMPLETED);
    assertRefused(() -> workflows.heartbeat(CALLBACK), Reason.COMPLETED);
    assertThat(workflows.handle("r-1", Scripted.class).result()).contains("first");
  }

  private static void assertRefused(ThrowingCallable call, Reason reason) {
    assertThatExceptionOfType(CallbackClosedException.class)
        .isThrownBy(call)
        .satisfies(e -> assertThat(e.reason()).isEqualTo(reason));
  }

  @Test
  void oneOfManyCompletionsCounts() throws Exception {
    awaitACallback(CallbackOptions.defaults());
    RunHandle<String> run = start("r-1");
    engine.runUntilIdle();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    List<String> accepted = new ArrayList<>();
    List<Callable<String>> calls = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      String value = "v-" + i;
      calls.add(
          () -> {
            workflows.completeCallback(CALLBACK, value);
            return value;
          });
    }
    try {
      for (Future<String> each : threads.invokeAll(calls)) {
        try {
          accepted.add(each.get());
        } catch (ExecutionException refused) {
          assertThat(refused).hasCauseInstanceOf(CallbackClosedException.class);
        }
      }
    } finally {
      threads.shutdown();
    }

    engine.runUntilIdle();

    assertThat(accepted).hasSize(1);
    assertThat(run.result()).contains(accepted.get(0));
  }

  @Test
  void resultOfAnotherTypeFailsTheRunUntilItIsRetried() {
    code((ctx, input) -> "" + ctx.createCallback("answer", Integer.class).get());
    RunHandle<String> run = start("r-1");
    engine.runUntilIdle();

    workflows.completeCallback(CALLBACK, "Jane");
    engine.runUntilIdle();
    assertThat(run.status()).isEqualTo(RunStatus.FAILED);
    assertThat(run.error().orElseThrow().message())
        .contains("cannot be read as java.lang.Integer")
        .doesNotContain("Jane");
    workflows.retry("r-1", "answer");
    engine.runUntilIdle();
    workflows.completeCallback(CALLBACK, 5);
    engine.runUntilIdle();

    assertThat(run.result()).contains("5");
  }

  @Test
  void unknownCallbackIsRefused() {
    start("r-1");
    engine.runUntilIdle();

    assertRefused(() -> workflows.completeCallback("nothing", "x"), Reason.UNKNOWN);
    assertRefused(() -> workflows.heartbeat("r-2/1"), Reason.UNKNOWN);
  }

  @Test
  void callbackOfAnEndedRunIsRefused() {
    code(
        (ctx, input) -> {
          ctx.createCallback("answer", String.class);
          ctx.step("s", step -> scripted.did("s"));
          return "end";
        });
    start("r-1");
    engine.runUntilIdle();

    assertRefused(() -> workflows.completeCallback(CALLBACK, "x"), Reason.RUN_ENDED);
  }

  @Test
  void timeOutClosesIt() {
    awaitACallback(CallbackOptions.timeout(HOUR));
    RunHandle<String> run = start("r-1");

    engine.runUntilIdle();

    assertThat(run.result()).contains("timed out: Callback.Timeout");
    assertRefused(() -> workflows.completeCallback(CALLBACK, "x"), Reason.TIMED_OUT);
  }

  @Test
  void heartbeatsKeepItAlive() {
    awaitACallback(CallbackOptions.defaults().withHeartbeatTimeout(HOUR));
    RunHandle<String> run = start("r-1");
    for (int i = 0; i < 3; i++) {
      engine.runFor(Duration.ofMinutes(50));
      workflows.heartbeat(CALLBACK);
    }
    engine.runFor(Duration.ofMinutes(50));
    assertThat(run.status()).isEqualTo(RunStatus.WAITING);

    engine.runUntilIdle();

    assertThat(run.result()).contains("timed out: Callback.Heartbeat");
    assertThat(journal("r-1"))
        .containsExactly("1 Callback STARTED", "2 Step SUCCEEDED", "1 Callback TIMED_OUT");
  }

  @Test
  void rolledBackCompletionLeavesItOpen() {
    awaitACallback(CallbackOptions.defaults());
    RunHandle<String> run = start("r-1");
    engine.runUntilIdle();

    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(
            () ->
                inTransaction(
                    () -> {
                      workflows.completeCallback(CALLBACK, "no");
                      throw new IllegalStateException("no");
                    }));
    workflows.completeCallback(CALLBACK, "yes");
    engine.runUntilIdle();

    assertThat(run.result()).contains("yes");
  }
}

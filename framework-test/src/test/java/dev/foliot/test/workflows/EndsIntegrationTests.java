package dev.foliot.test.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.handler.RetryPolicy;
import dev.foliot.workflow.Callback;
import dev.foliot.workflow.InvokeOptions;
import dev.foliot.workflow.InvokeTimedOutException;
import dev.foliot.workflow.OperationFailedException;
import dev.foliot.workflow.RunError;
import dev.foliot.workflow.RunHandle;
import dev.foliot.workflow.RunOptions;
import dev.foliot.workflow.RunStatus;
import dev.foliot.workflow.StepOptions;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.ParameterizedTypeReference;

/** Cancellation, time-outs, termination, child runs and the clean-up (R58). */
class EndsIntegrationTests extends WorkflowTest {
  private static final Duration HOUR = Duration.ofHours(1);

  private void undoOverAWait() {
    code(
        (ctx, input) -> {
          ctx.step("do", step -> scripted.did("do"));
          ctx.compensate("undo", step -> scripted.did("undo"));
          ctx.wait("w", Duration.ofDays(2));
          ctx.step("more", step -> scripted.did("more"));
          return "end";
        });
  }

  @Test
  void cancelledRunUndoesWhatItDid() {
    undoOverAWait();
    RunHandle<String> run = start("r-1");
    engine.run();

    assertThat(run.cancel()).isTrue();
    engine.runUntilIdle();

    assertThat(run.status()).isEqualTo(RunStatus.CANCELLED);
    assertThat(scripted.ran).containsExactly("do", "undo");
    assertThat(run.cancel()).isFalse();
  }

  @Test
  void cancellationComesBetweenTwoOperations() {
    code(
        (ctx, input) -> {
          ctx.step("one", step -> scripted.did("one"));
          ctx.compensate("undo", step -> scripted.did("undo"));
          ctx.step("two", step -> workflows.handle("r-1").cancel());
          ctx.step("three", step -> scripted.did("three"));
          ctx.step("four", step -> scripted.did("four"));
          return "end";
        });
    RunHandle<String> run = start("r-1");

    engine.runUntilIdle();

    assertThat(run.status()).isEqualTo(RunStatus.CANCELLED);
    assertThat(scripted.ran).containsExactly("one", "undo");
  }

  /** As on another node, whose clock is behind. */
  @Test
  void runThatIsUndoneDoesNotContinueBeforeItsDeadline() {
    code(
        (ctx, input) -> {
          ctx.compensate(
              "undo",
              StepOptions.retry(RetryPolicy.fixed(2, HOUR)),
              step -> {
                scripted.did("undo " + step.attempt());
                if (step.attempt() == 1) {
                  throw new IllegalStateException("not yet");
                }
              });
          ctx.createCallback("c", String.class).get();
          return ctx.step("more", String.class, step -> scripted.did("more"));
        });
    Instant start = clock.instant();
    RunHandle<String> run =
        workflows.start(Scripted.class, "in", RunOptions.id("r-1").withTimeout(HOUR));
    engine.run();
    clock.advance(HOUR);
    engine.run();
    clock.set(start);
    workflows.completeCallback("r-1/1", "yes");
    engine.run();
    assertThat(run.status()).isEqualTo(RunStatus.WAITING);

    clock.advance(HOUR.multipliedBy(2));
    engine.run();

    assertThat(run.status()).isEqualTo(RunStatus.TIMED_OUT);
    assertThat(scripted.ran).containsExactly("undo 1", "undo 2");
  }

  @Test
  void runThatHasNotBegunIsCancelledWithoutItsCode() {
    undoOverAWait();
    RunHandle<String> run = start("r-1");

    run.cancel();
    engine.runUntilIdle();

    assertThat(run.status()).isEqualTo(RunStatus.CANCELLED);
    assertThat(scripted.ran).isEmpty();
  }

  @Test
  void wholeTimeOutEndsTheRun() {
    undoOverAWait();
    RunHandle<String> run =
        workflows.start(Scripted.class, "in", RunOptions.id("r-1").withTimeout(HOUR));

    engine.runUntilIdle();

    assertThat(run.status()).isEqualTo(RunStatus.TIMED_OUT);
    assertThat(scripted.ran).containsExactly("do", "undo");
    assertThat(workflows.show("r-1").orElseThrow().run().endedAt())
        .isBefore(clock.instant().plus(HOUR));
  }

  @Test
  void terminatedRunEndsAtOnce() {
    undoOverAWait();
    RunHandle<String> run = start("r-1");
    engine.run();

    assertThat(run.terminate()).isTrue();
    assertThat(run.status()).isEqualTo(RunStatus.TERMINATED);
    engine.runUntilIdle();

    assertThat(run.terminate()).isFalse();
    assertThat(scripted.ran).containsExactly("do");
  }

  @Test
  void stepOfATerminatedRunStoresNothing() {
    code(
        (ctx, input) -> {
          ctx.step("one", step -> workflows.handle("r-1").terminate());
          ctx.step("two", step -> scripted.did("two"));
          return "end";
        });
    RunHandle<String> run = start("r-1");

    engine.runUntilIdle();

    assertThat(run.status()).isEqualTo(RunStatus.TERMINATED);
    assertThat(scripted.ran).isEmpty();
    assertThat(journal("r-1")).isEmpty();
  }

  // ---- child runs

  private void invokeAChild(InvokeOptions options) {
    code(
        (ctx, input) -> {
          try {
            return ctx.invoke(
                "child",
                "scripted-child",
                "for the child",
                ParameterizedTypeReference.forType(String.class),
                options);
          } catch (OperationFailedException e) {
            return e.getClass().getSimpleName() + " " + e.errorType() + " " + e.errorMessage();
          }
        });
  }

  @Test
  void childRunGivesItsResultBack() {
    invokeAChild(InvokeOptions.defaults());
    child.code =
        (ctx, input) -> {
          ctx.wait("w", HOUR);
          return "did " + input;
        };
    RunHandle<String> run = start("r-1");

    engine.runUntilIdle();

    assertThat(run.result()).contains("did for the child");
    assertThat(workflows.show("r-1/1").orElseThrow().run().parent()).isEqualTo("r-1");
    assertThat(workflows.show("r-1/1").orElseThrow().correlationId())
        .isEqualTo(workflows.show("r-1").orElseThrow().correlationId());
  }

  @Test
  void endOfAChildRunOfAFormerRoundIsIgnored() {
    code(
        (ctx, input) -> {
          boolean isFirst = ctx.info().round() == 0;
          InvokeOptions options = isFirst ? InvokeOptions.timeout(HOUR) : InvokeOptions.defaults();
          try {
            return ctx.invoke(
                "child",
                "scripted-child",
                input,
                ParameterizedTypeReference.forType(String.class),
                options);
          } catch (InvokeTimedOutException e) {
            return ctx.continueAsNew("again");
          }
        });
    child.code =
        (ctx, input) -> {
          ctx.wait("w", Duration.ofDays(1));
          return "did " + input;
        };
    RunHandle<String> run = start("r-1");

    engine.runUntilIdle();

    assertThat(run.result()).contains("did again");
    assertThat(workflows.handle("r-1/~1-1").status()).isEqualTo(RunStatus.SUCCEEDED);
  }

  @Test
  @ExtendWith(OutputCaptureExtension.class)
  void failureOfAChildRunIsThrown(CapturedOutput output) {
    invokeAChild(InvokeOptions.defaults());
    child.code =
        (ctx, input) -> {
          throw new IllegalStateException("broken");
        };
    RunHandle<String> run = start("r-1");

    engine.runUntilIdle();

    assertThat(run.result())
        .contains("InvokeFailedException java.lang.IllegalStateException broken");
    assertThat(workflows.handle("r-1/1").error())
        .contains(new RunError("java.lang.IllegalStateException", "broken"));
    assertThat(output.toString().lines())
        .as("its parent decides")
        .noneMatch(line -> line.contains("ERROR") && line.contains("r-1/1"));
  }

  @Test
  void childRunThatIsLateIsCancelled() {
    invokeAChild(InvokeOptions.timeout(HOUR));
    child.code =
        (ctx, input) -> {
          ctx.wait("w", Duration.ofDays(1));
          return "late";
        };
    RunHandle<String> run = start("r-1");

    engine.runUntilIdle();

    assertThat(run.result())
        .contains(
            "InvokeTimedOutException Invoke.Timeout ChainedInvoke 'child' of run r-1: the child run r-1/1 of workflow scripted-child did not end within PT1H");
    assertThat(workflows.handle("r-1/1").status()).isEqualTo(RunStatus.CANCELLED);
  }

  @Test
  void cancellationFollowsToChildRuns() {
    invokeAChild(InvokeOptions.defaults());
    child.code =
        (ctx, input) -> {
          ctx.wait("w", Duration.ofDays(1));
          return "late";
        };
    RunHandle<String> run = start("r-1");
    engine.run();

    run.cancel();
    engine.runUntilIdle();

    assertThat(run.status()).isEqualTo(RunStatus.CANCELLED);
    assertThat(workflows.handle("r-1/1").status()).isEqualTo(RunStatus.CANCELLED);
  }

  @Test
  void timeOutFollowsToChildRuns() {
    invokeAChild(InvokeOptions.defaults());
    child.code = (ctx, input) -> ctx.<String>createCallback("never", String.class).get();
    workflows.start(Scripted.class, "in", RunOptions.id("r-1").withTimeout(HOUR));

    engine.runUntilIdle();

    assertThat(workflows.handle("r-1").status()).isEqualTo(RunStatus.TIMED_OUT);
    assertThat(workflows.handle("r-1/1").status()).isEqualTo(RunStatus.CANCELLED);
  }

  @Test
  void terminationFollowsToChildRuns() {
    invokeAChild(InvokeOptions.defaults());
    child.code =
        (ctx, input) -> {
          Callback<String> callback = ctx.createCallback("never", String.class);
          return callback.get();
        };
    RunHandle<String> run = start("r-1");
    engine.run();

    run.terminate();

    assertThat(workflows.handle("r-1/1").status()).isEqualTo(RunStatus.TERMINATED);
  }

  @Test
  void takenIdOfAChildRunIsAnError() {
    workflows.start(Scripted.Child.class, "other", RunOptions.id("taken"));
    invokeAChild(InvokeOptions.defaults().withRunId("taken"));
    RunHandle<String> run = start("r-1");

    engine.runUntilIdle();

    assertThat(run.result().orElseThrow())
        .startsWith("InvokeFailedException dev.foliot.workflow.DuplicateRunException");
  }

  // ---- clean-up

  @Test
  void endedRunsAreRemovedAfterTheirRetention() {
    code((ctx, input) -> ctx.step("s", String.class, step -> "done"));
    start("r-1");
    engine.runUntilIdle();
    assertThat(count("foliot_journal")).isOne();

    clock.advance(Duration.ofDays(29));
    engine.run();
    assertThat(count("foliot_run")).isOne();
    clock.advance(Duration.ofDays(2));
    engine.run();

    assertThat(count("foliot_run")).isZero();
    assertThat(count("foliot_journal")).isZero();
  }
}

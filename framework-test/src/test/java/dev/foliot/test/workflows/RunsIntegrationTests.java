package dev.foliot.test.workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.foliot.message.Priority;
import dev.foliot.workflow.DuplicateRunException;
import dev.foliot.workflow.RunError;
import dev.foliot.workflow.RunFilter;
import dev.foliot.workflow.RunHandle;
import dev.foliot.workflow.RunNotFoundException;
import dev.foliot.workflow.RunOptions;
import dev.foliot.workflow.RunStatus;
import dev.foliot.workflow.RunSummary;
import dev.foliot.workflow.StepOptions;
import dev.foliot.workflow.UnknownWorkflowException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** The life of a run: start, steps, waits and end. */
class RunsIntegrationTests extends WorkflowTest {
  private static final Duration HOUR = Duration.ofHours(1);

  @Autowired Stock.Reservations reservations;

  @Test
  void runsStepsOnceOverAWait() {
    code(
        (ctx, input) -> {
          String one = ctx.step("one", String.class, step -> scripted.did("one"));
          ctx.wait("pause", HOUR);
          String two = ctx.step("two", String.class, step -> scripted.did("two"));
          return one + two + ctx.step("three", String.class, step -> scripted.did("three"));
        });
    RunHandle<String> run = start("r-1");
    assertThat(run.status()).isEqualTo(RunStatus.PENDING);

    engine.run();
    assertThat(run.status()).isEqualTo(RunStatus.WAITING);
    assertThat(scripted.ran).containsExactly("one");
    engine.runUntilIdle();

    assertThat(run.status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(run.result()).contains("onetwothree");
    assertThat(run.error()).isEmpty();
    assertThat(scripted.ran).containsExactly("one", "two", "three");
    assertThat(journal("r-1"))
        .containsExactly(
            "1 Step SUCCEEDED",
            "2 Wait STARTED",
            "2 Wait SUCCEEDED",
            "3 Step SUCCEEDED",
            "4 Step SUCCEEDED");
  }

  @Test
  void startInARolledBackTransactionLeavesNothing() {
    assertThatThrownBy(
            () ->
                inTransaction(
                    () -> {
                      start("r-1");
                      throw new IllegalStateException("no");
                    }))
        .hasMessage("no");

    engine.runUntilIdle();

    assertThat(count("foliot_run")).isZero();
    assertThatExceptionOfType(RunNotFoundException.class)
        .isThrownBy(() -> workflows.handle("r-1").status());
  }

  @Test
  void startCommitsWithItsTransaction() {
    inTransaction(
        () -> {
          domain.process(new Stock.Receive("p-1"));
          start("r-1");
        });

    engine.runUntilIdle();

    assertThat(workflows.handle("r-1").status()).isEqualTo(RunStatus.SUCCEEDED);
  }

  @Test
  void secondStartGivesTheFirstRunBack() {
    RunHandle<String> first = workflows.start(Scripted.class, "first", RunOptions.id("r-1"));
    RunHandle<String> second = workflows.start(Scripted.class, "second", RunOptions.id("r-1"));

    engine.runUntilIdle();

    assertThat(second.id()).isEqualTo(first.id());
    assertThat(second.result()).contains("first");
    assertThat(count("foliot_run")).isOne();
  }

  @Test
  void secondStartIsRefusedOnRequest() {
    start("r-1");

    assertThatExceptionOfType(DuplicateRunException.class)
        .isThrownBy(
            () -> workflows.start(Scripted.class, "in", RunOptions.id("r-1").refuseDuplicate()))
        .withMessageContaining("run r-1: this run exists, and is PENDING.");
    assertThatExceptionOfType(DuplicateRunException.class)
        .isThrownBy(() -> workflows.start(Scripted.Child.class, "in", RunOptions.id("r-1")))
        .withMessageContaining("run r-1: a run of workflow scripted has this id, and is PENDING.");
  }

  @Test
  void resultThatDoesNotFitItsTypeIsNamed() {
    start("r-1");
    engine.runUntilIdle();

    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> workflows.handle("r-1", Scripted.WithANumber.class).result())
        .withMessageStartingWith(
            "The result of run r-1 does not fit the type that its workflow declares: ")
        .withMessageContaining("Get the run by workflows.handle(id)");
    assertThat(workflows.handle("r-1").result()).contains("in");
  }

  @Test
  void oneOfManyThreadsStartsTheRun() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      Callable<String> starting =
          () -> {
            inTransaction(() -> start("r-1"));
            return "r-1";
          };
      assertThat(threads.invokeAll(List.of(starting, starting, starting, starting)))
          .allSatisfy(each -> assertThat(each.get()).isEqualTo("r-1"));
    } finally {
      threads.shutdown();
    }

    assertThat(count("foliot_run")).isOne();
  }

  @Test
  void unknownWorkflowIsRefusedWithWhatExists() {
    assertThatExceptionOfType(UnknownWorkflowException.class)
        .isThrownBy(() -> workflows.start("scriptd", "in", RunOptions.defaults()))
        .withMessageContaining("There is no workflow scriptd")
        .withMessageContaining("scripted (version 1), scripted-child (version 1)");
    assertThatExceptionOfType(UnknownWorkflowException.class)
        .isThrownBy(() -> workflows.list(RunFilter.of("scriptd")))
        .withMessageContaining("There is no workflow scriptd");
    assertThat(workflows.list(RunFilter.of("scripted"))).isEmpty();
  }

  @Test
  void runWithoutCodeWaitsAndIsReported() {
    start("r-1");
    jdbc.update("update foliot_run set version = 7");

    engine.runUntilIdle();

    assertThat(workflows.list(RunFilter.of("scripted")))
        .singleElement()
        .satisfies(
            run -> {
              assertThat(run.status()).isEqualTo(RunStatus.PENDING);
              assertThat(run.hasCode()).isFalse();
            });
    jdbc.update("update foliot_run set version = 1");
    engine.runUntilIdle();
    assertThat(workflows.handle("r-1").status()).isEqualTo(RunStatus.SUCCEEDED);
  }

  @Test
  @ExtendWith(OutputCaptureExtension.class)
  void failureIsKeptWithItsError(CapturedOutput output) {
    code(
        (ctx, input) -> {
          ctx.step("ok", String.class, step -> scripted.did("ok"));
          return ctx.step(
              "bad",
              String.class,
              StepOptions.noRetry(),
              step -> {
                throw new IllegalStateException("broken");
              });
        });
    RunHandle<String> run = start("r-1");

    engine.runUntilIdle();

    assertThat(run.status()).isEqualTo(RunStatus.FAILED);
    assertThat(run.result()).isEmpty();
    assertThat(run.error()).contains(new RunError("java.lang.IllegalStateException", "broken"));
    assertThat(journal("r-1")).containsExactly("1 Step SUCCEEDED", "2 Step FAILED");
    assertThat(output)
        .containsOnlyOnce(
            "run=r-1 workflow=scripted has failed and is not repeated: java.lang.IllegalStateException: broken");
  }

  @Test
  void beginsWhenItIsDue() {
    RunHandle<String> run = workflows.start(Scripted.class, "in", RunOptions.id("r-1").after(HOUR));

    engine.run();
    assertThat(run.status()).isEqualTo(RunStatus.PENDING);
    engine.runFor(HOUR);

    assertThat(run.status()).isEqualTo(RunStatus.SUCCEEDED);
  }

  @Test
  void primaryRunsGoBeforeBackfill() {
    code((ctx, input) -> ctx.step("s", String.class, step -> scripted.did(input)));
    workflows.start(Scripted.class, "late", RunOptions.id("r-1").withPriority(Priority.BACKFILL));
    workflows.start(Scripted.class, "early", RunOptions.id("r-2"));

    engine.runUntilIdle();

    assertThat(scripted.ran).containsExactly("early", "late");
  }

  @Test
  void goesOnAsNew() {
    code(
        (ctx, input) -> {
          int count = input.equals("in") ? 0 : Integer.parseInt(input);
          ctx.step("s", String.class, step -> scripted.did(input));
          ctx.wait("w", HOUR);
          return count < 2 ? ctx.continueAsNew(String.valueOf(count + 1)) : "end";
        });
    RunHandle<String> run = start("r-1");

    engine.runUntilIdle();

    assertThat(run.result()).contains("end");
    assertThat(scripted.ran).containsExactly("in", "1", "2");
    assertThat(journal("r-1")).hasSize(3);
  }

  @Test
  void callsTheDomainOnce() {
    domain.process(new Stock.Receive("p-1"));
    code(
        (ctx, input) -> {
          Integer count = ctx.command("reserve", new Stock.Reserve("p-1", "o-1"));
          ctx.wait("w", HOUR);
          ctx.submit("later", new Stock.Reserve("p-1", "o-2"));
          return "count " + count;
        });
    RunHandle<String> run = start("r-1");

    engine.runUntilIdle();

    assertThat(run.error()).isEmpty();
    assertThat(run.result()).contains("count 1");
    assertThat(domain.repositoryFor(Stock.class).get("p-1").reserved()).isEqualTo(2);
  }

  @Test
  void commandsBelongToTheCorrelationOfTheRun() {
    domain.process(new Stock.Receive("p-1"));
    reservations.seen.clear();
    code((ctx, input) -> String.valueOf(ctx.<Object>command("r", new Stock.Reserve("p-1", "o-1"))));
    workflows.start(Scripted.class, "in", RunOptions.id("r-1").withPriority(Priority.HIGH));

    engine.runUntilIdle();

    String correlation = workflows.show("r-1").orElseThrow().correlationId().toString();
    assertThat(reservations.seen)
        .singleElement()
        .satisfies(
            metadata -> {
              assertThat(metadata.correlationId()).isEqualTo(correlation);
              assertThat(metadata.priority()).isEqualTo(Priority.HIGH);
            });
  }

  @Test
  void failedCommandIsAnAnswer() {
    domain.process(new Stock.Receive("p-1"));
    code(
        (ctx, input) -> {
          try {
            ctx.command("reserve", new Stock.Reserve("p-1", ""));
            return "reserved";
          } catch (RuntimeException e) {
            return e.getMessage();
          }
        });
    RunHandle<String> run = start("r-1");

    engine.runUntilIdle();

    assertThat(run.result()).contains("No order");
    assertThat(domain.repositoryFor(Stock.class).get("p-1").reserved()).isZero();
  }

  @Test
  void listsTheNewestFirst() {
    start("r-1");
    clock.advance(HOUR);
    start("r-2");

    assertThat(workflows.list(RunFilter.all()))
        .extracting(RunSummary::id)
        .containsExactly("r-2", "r-1");
    assertThat(workflows.list(RunFilter.all().with(RunStatus.SUCCEEDED))).isEmpty();
  }

  @Test
  void awaitIsRefusedWhereNothingRuns() {
    RunHandle<String> run = start("r-1");

    assertThatThrownBy(() -> run.await(HOUR)).hasMessageContaining("no engine runs");
    assertThatThrownBy(() -> inTransaction(() -> run.await(HOUR)))
        .hasMessageContaining("awaited in a transaction");
  }
}

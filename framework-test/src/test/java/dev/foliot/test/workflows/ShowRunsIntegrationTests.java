package dev.foliot.test.workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.foliot.handler.RetryPolicy;
import dev.foliot.workflow.CallbackOptions;
import dev.foliot.workflow.RunHandle;
import dev.foliot.workflow.RunOptions;
import dev.foliot.workflow.RunReport;
import dev.foliot.workflow.RunReport.Operation;
import dev.foliot.workflow.RunReport.OperationStatus;
import dev.foliot.workflow.RunStatus;
import dev.foliot.workflow.StepOptions;
import dev.foliot.workflow.run.CountRuns;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** A run is shown with its operations, and with the things that it waits for (R58, R61). */
class ShowRunsIntegrationTests extends WorkflowTest {
  private static final Duration HOUR = Duration.ofHours(1);

  private RunReport shown() {
    return workflows.show("r-1").orElseThrow();
  }

  @Test
  void showsTheCallbackThatItWaitsFor() {
    code(
        (ctx, input) -> {
          ctx.step("give", step -> scripted.did("given"));
          return ctx.createCallback(
                  "answer", String.class, CallbackOptions.defaults().withTimeout(HOUR))
              .get();
        });
    Instant now = clock.instant();
    start("r-1");
    engine.run();

    assertThat(shown().operations())
        .extracting(Operation::id, Operation::name, Operation::status, Operation::attempts)
        .containsExactly(
            tuple("1", "give", OperationStatus.SUCCEEDED, 1),
            tuple("2", "answer", OperationStatus.OPEN, 0));
    assertThat(shown().waits())
        .extracting(Operation::kind, Operation::waitsFor, Operation::dueAt)
        .containsExactly(tuple("Callback", "r-1/2", now.plus(HOUR)));
    assertThat(shown().run().startedAt()).isEqualTo(now);

    workflows.completeCallback("r-1/2", "yes");
    engine.run();

    assertThat(shown().waits()).isEmpty();
    assertThat(shown().operations().get(1).endedAt()).isNotNull();
  }

  @Test
  void showsTheAttemptsOfAStep() {
    code(
        (ctx, input) ->
            ctx.step(
                "carrier",
                String.class,
                StepOptions.retry(RetryPolicy.fixed(3, HOUR)),
                step -> {
                  throw new IllegalStateException("attempt " + step.attempt());
                }));
    start("r-1");
    engine.run();

    Operation waiting = shown().waits().get(0);
    assertThat(waiting.attempts()).isEqualTo(1);
    assertThat(waiting.error().message()).isEqualTo("attempt 1");
    assertThat(waiting.dueAt()).isEqualTo(shown().run().dueAt()).isAfter(clock.instant());

    engine.runFor(HOUR.multipliedBy(3));

    assertThat(shown().operations())
        .extracting(Operation::status, Operation::attempts, each -> each.error().message())
        .containsExactly(tuple(OperationStatus.FAILED, 3, "attempt 3"));
  }

  @Test
  void showsTheChildRunThatItWaitsFor() {
    child.code = (ctx, input) -> ctx.createCallback("ask", String.class).get();
    code((ctx, input) -> ctx.invoke("child", Scripted.Child.class, "in", String.class));
    start("r-1");
    engine.run();

    assertThat(shown().waits()).extracting(Operation::waitsFor).containsExactly("r-1/1");
    assertThat(workflows.show("r-1/1").orElseThrow().run().parent()).isEqualTo("r-1");
  }

  @Test
  void countsTheRunsThatHaveNotEnded(@Autowired CountRuns runs) {
    start("r-1");
    engine.run();
    code((ctx, input) -> ctx.createCallback("answer", String.class).get());
    start("r-2");
    start("r-3");
    engine.run();

    assertThat(runs.open())
        .containsExactly(new CountRuns.Count("scripted", 1, RunStatus.WAITING, true, 2));
  }

  @Test
  void showsThatItIsToBeCancelled() {
    RunHandle<String> run =
        workflows.start(Scripted.class, "in", RunOptions.id("r-1").withTimeout(HOUR));
    run.cancel();

    assertThat(shown().cancelRequested()).isTrue();
    assertThat(shown().deadline()).isEqualTo(clock.instant().plus(HOUR));
  }
}

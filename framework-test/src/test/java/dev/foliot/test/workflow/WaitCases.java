package dev.foliot.test.workflow;

import static dev.foliot.test.FoliotAssertions.*;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import dev.foliot.handler.RetryPolicy;
import dev.foliot.test.TestClock;
import dev.foliot.test.WorkflowTestRun;
import dev.foliot.workflow.DurableFuture;
import dev.foliot.workflow.StepOptions;
import dev.foliot.workflow.journal.OperationKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Waits: A12, A13, A25, A49 and A52. */
public interface WaitCases extends Cases {
  @Test
  default void a12SkipsALongWait() {
    var result = run(WaitCaseTests::continueAfterAnHour);

    assertThat(result).hasResult("continued").took(ofHours(1));
    assertThat(result.operations())
        .filteredOn(each -> each.kind() == OperationKind.WAIT)
        .singleElement()
        .satisfies(wait -> assertThat(wait.name()).isEqualTo("long_wait"));
  }

  @Test
  default void a13PollsInALoop() {
    var result = run((ctx, input) -> WaitCaseTests.countTo(ctx, 3));

    assertThat(result).hasResult(3).hasAttempts("increment", 3);
    assertThat(result.operations("increment")).hasSize(3);
    assertThat(result.operations("pause")).hasSize(2);
  }

  @Test
  default void waitsBesideSteps() {
    var result =
        run(
            (ctx, input) -> {
              DurableFuture<Void> pause = ctx.waitAsync("pause", ofSeconds(5));
              String one = ctx.step("one", String.class, step -> did("one"));
              pause.get();
              return one + ctx.step("two", String.class, step -> did("two"));
            });

    assertThat(result).hasResult("onetwo").took(ofSeconds(5)).ran("pause", "one", "two").inOrder();
    assertThat(ran()).containsExactly("one", "two");
  }

  @Test
  default void a25InvokesOnceForEachWait() {
    var result =
        run(
            (ctx, input) -> {
              ctx.wait("first", ofSeconds(5));
              ctx.wait("second", ofMinutes(1));
              return Map.of("completedWaits", 2);
            });

    assertThat(result).hasResult(Map.of("completedWaits", 2)).took(ofSeconds(65));
    assertThat(result.invocations()).isEqualTo(3);
    assertThat(result.history())
        .filteredOn(event -> event.type().equals("WaitStarted"))
        .extracting("details")
        .containsExactly(Map.of("Duration", 5L), Map.of("Duration", 60L));
  }

  @Test
  default void a49AdvancesTime() {
    WorkflowTestRun<@Nullable Object> run = start(WaitCaseTests::pauseForAnHour);
    assertThat(run.result()).isWaitingFor("pause");

    run.advance(ofMinutes(59));
    assertThat(run.result()).isWaitingFor("pause");

    run.advance(ofMinutes(1));
    assertThat(run.result()).hasResult("done");
  }

  @Test
  default void a49AdvancesToTheNextAttempt() {
    StepOptions options = StepOptions.retry(RetryPolicy.fixed(2, ofSeconds(30)));
    WorkflowTestRun<@Nullable Object> run =
        start(
            (ctx, input) ->
                ctx.step(
                    "flaky",
                    String.class,
                    options,
                    step -> step.attempt() == 1 ? refuse() : did("ok")));

    assertThat(run.result()).hasAttempts("flaky", 1).isWaitingFor("flaky");

    run.advance(ofSeconds(30));
    assertThat(run.result()).hasResult("ok").hasAttempts("flaky", 2);
    assertThat(ran()).containsExactly("refuse", "ok");
  }

  @Test
  default void a52KeepsTheTimeOfTheStart() {
    List<Instant> starts = new ArrayList<>();

    var result =
        run(
            (ctx, input) -> {
              starts.add(ctx.info().startedAt());
              ctx.wait(null, ofHours(1));
              return input;
            });

    assertThat(result).succeeded();
    assertThat(starts).containsExactly(TestClock.START, TestClock.START);
  }
}

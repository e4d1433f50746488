package dev.foliot.test.workflow;

import static dev.foliot.test.FoliotAssertions.*;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import dev.foliot.test.WorkflowResult;
import dev.foliot.test.WorkflowTestRunner;
import dev.foliot.workflow.ConditionNotMetException;
import dev.foliot.workflow.ConditionOptions;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Polling: A14, A37 and A38. */
class ConditionCaseTests {
  private static ConditionOptions<Integer> everyMinute() {
    return ConditionOptions.every(ofMinutes(1));
  }

  record Polled(int state, int attempts, boolean reachedTarget) {}

  @Test
  void a14GivesUpBeforeTheTarget() {
    WorkflowResult<Polled> result =
        WorkflowTestRunner.of(
                Integer.class,
                (ctx, target) -> {
                  int state = 0;
                  int attempts = 0;
                  while (state < target && attempts < 5) {
                    int last = state;
                    state = ctx.step("increment", Integer.class, step -> last + 1);
                    attempts++;
                    ctx.wait("pause", ofSeconds(1));
                  }
                  return new Polled(state, attempts, state >= target);
                })
            .run(10);

    assertThat(result).hasResult(new Polled(5, 5, false));
  }

  // docs: condition
  @Test
  void pollsUntilTheStateIsAsWanted() {
    WorkflowResult<Integer> result =
        WorkflowTestRunner.of(
                Integer.class,
                (ctx, target) ->
                    ctx.waitForCondition(
                        "ready",
                        Integer.class,
                        0,
                        (state, attempt) -> state + 1,
                        state -> state >= target,
                        ConditionOptions.every(ofMinutes(1))))
            .run(3);

    assertThat(result).hasResult(3).hasAttempts("ready", 3).took(ofMinutes(2));
  }

  // docs: end

  @Test
  void a37IsMetAtTheFirstCheck() {
    WorkflowResult<Integer> result =
        WorkflowTestRunner.of(
                Integer.class,
                (ctx, target) ->
                    ctx.waitForCondition(
                        "ready",
                        Integer.class,
                        5,
                        (state, attempt) -> state,
                        state -> state >= target,
                        everyMinute()))
            .run(5);

    assertThat(result).hasResult(5).hasAttempts("ready", 1);
    assertThat(result.invocations()).isEqualTo(1);
  }

  @Test
  void a38FailsAfterTheLastCheck() {
    WorkflowResult<Integer> result =
        WorkflowTestRunner.of(
                Integer.class,
                (ctx, target) ->
                    ctx.waitForCondition(
                        "never",
                        Integer.class,
                        0,
                        (state, attempt) -> state,
                        state -> false,
                        everyMinute().withMaxAttempts(3)))
            .run(5);

    assertThat(result).hasError(ConditionNotMetException.class).hasAttempts("never", 3);
  }

  @Test
  void a38EndsWithTheErrorOfACheck() {
    WorkflowResult<Integer> result =
        WorkflowTestRunner.of(
                Integer.class,
                (ctx, target) ->
                    ctx.waitForCondition(
                        "bad",
                        Integer.class,
                        0,
                        (state, attempt) -> {
                          throw new IllegalStateException("no");
                        },
                        state -> false,
                        everyMinute()))
            .run(5);

    assertThat(result).hasError(IllegalStateException.class).hasAttempts("bad", 1);
  }

  record Job(String phase, int count) {}

  @Test
  void a38EndsWithAnObject() {
    ConditionOptions<Job> options = ConditionOptions.every(ofSeconds(1));

    WorkflowResult<Job> result =
        WorkflowTestRunner.of(
                String.class,
                (ctx, input) ->
                    ctx.waitForCondition(
                        "job",
                        Job.class,
                        new Job("RUNNING", 0),
                        (job, attempt) ->
                            new Job(job.count() == 1 ? "DONE" : "RUNNING", job.count() + 1),
                        job -> job.phase().equals("DONE"),
                        options))
            .run("");

    assertThat(result).hasResult(new Job("DONE", 2));
  }

  @Test
  void a38EndsWithNull() {
    ConditionOptions<@Nullable String> options = ConditionOptions.every(ofSeconds(1));

    WorkflowResult<Boolean> result =
        WorkflowTestRunner.of(
                String.class,
                (ctx, input) -> {
                  @Nullable String last =
                      ctx.<@Nullable String>waitForCondition(
                          "gone",
                          String.class,
                          "there",
                          (state, attempt) -> null,
                          Objects::isNull,
                          options);
                  return last == null;
                })
            .run("");

    assertThat(result).hasResult(true);
  }

  @Test
  void takesAStubForEachCheck() {
    WorkflowResult<Integer> result =
        WorkflowTestRunner.of(
                Integer.class,
                (ctx, target) ->
                    ctx.waitForCondition(
                        "ready",
                        Integer.class,
                        0,
                        (state, attempt) -> -1,
                        state -> state >= target,
                        everyMinute()))
            .stub("ready", returns(1), returns(7))
            .run(3);

    assertThat(result).hasResult(7).hasAttempts("ready", 2);
  }
}

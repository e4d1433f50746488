package dev.foliot.test.workflow;

import static dev.foliot.test.FoliotAssertions.*;
import static java.time.Duration.ofMinutes;

import dev.foliot.workflow.ConditionNotMetException;
import dev.foliot.workflow.ConditionOptions;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Polling: A14, A37 and A38. */
public interface ConditionCases extends Cases {
  private static ConditionOptions<Integer> everyMinute() {
    return ConditionOptions.every(ofMinutes(1));
  }

  @Test
  default void a14GivesUpBeforeTheTarget() {
    var result = run((ctx, input) -> ConditionCaseTests.count(ctx, 10).toString());

    assertThat(result).hasResult("Counted[state=5, attempts=5, reachedTarget=false]");
  }

  @Test
  default void pollsUntilTheStateIsAsWanted() {
    var result =
        run(
            (ctx, input) ->
                ctx.waitForCondition(
                    "ready",
                    Integer.class,
                    0,
                    (state, attempt) -> Integer.parseInt(did(String.valueOf(state + 1))),
                    state -> state >= 3,
                    everyMinute()));

    assertThat(result).hasResult(3).hasAttempts("ready", 3).took(ofMinutes(2));
    assertThat(ran()).containsExactly("1", "2", "3");
  }

  @Test
  default void a37IsMetAtTheFirstCheck() {
    var result =
        run(
            (ctx, input) ->
                ctx.waitForCondition(
                    "ready",
                    Integer.class,
                    5,
                    (state, attempt) -> state,
                    state -> state >= 5,
                    everyMinute()));

    assertThat(result).hasResult(5).hasAttempts("ready", 1);
    assertThat(result.invocations()).isEqualTo(1);
  }

  @Test
  default void a38FailsAfterTheLastCheck() {
    var result =
        run(
            (ctx, input) ->
                ctx.waitForCondition(
                    "never",
                    Integer.class,
                    0,
                    (state, attempt) -> state,
                    state -> false,
                    everyMinute().withMaxAttempts(3)));

    assertThat(result).hasError(ConditionNotMetException.class).hasAttempts("never", 3);
  }

  @Test
  default void a38EndsWithTheErrorOfACheck() {
    var result =
        run(
            (ctx, input) ->
                ctx.waitForCondition(
                    "bad",
                    Integer.class,
                    0,
                    (state, attempt) -> Integer.valueOf(refuse()),
                    state -> false,
                    everyMinute()));

    assertThat(result).hasError(IllegalStateException.class).hasAttempts("bad", 1);
  }

  record Job(String phase, int count) {}

  @Test
  default void a38EndsWithAnObject() {
    ConditionOptions<Job> options = ConditionOptions.every(ofMinutes(1));

    var result =
        run(
            (ctx, input) ->
                ctx.waitForCondition(
                        "job",
                        Job.class,
                        new Job("RUNNING", 0),
                        (job, attempt) ->
                            new Job(job.count() == 1 ? "DONE" : "RUNNING", job.count() + 1),
                        job -> job.phase().equals("DONE"),
                        options)
                    .toString());

    assertThat(result).hasResult("Job[phase=DONE, count=2]");
  }

  @Test
  default void a38EndsWithNull() {
    ConditionOptions<@Nullable String> options = ConditionOptions.every(ofMinutes(1));

    var result =
        run(
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
            });

    assertThat(result).hasResult(true);
  }
}

package dev.foliot.test.workflow;

import static dev.foliot.test.FoliotAssertions.*;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import dev.foliot.test.WorkflowResult;
import dev.foliot.test.WorkflowTestRunner;
import dev.foliot.workflow.ConditionOptions;
import dev.foliot.workflow.WorkflowContext;
import org.junit.jupiter.api.Test;

/** Polling, at level 1 only: the examples of the documentation, and stubs. */
class ConditionCaseTests {
  // docs: count
  record Counted(int state, int attempts, boolean reachedTarget) {}

  /** Counts to the target, but stops after five attempts. */
  static Counted count(WorkflowContext ctx, int target) {
    int state = 0;
    int attempts = 0;
    while (state < target && attempts < 5) {
      int last = state;
      state = ctx.step("increment", Integer.class, step -> last + 1);
      attempts++;
      ctx.wait("pause", ofSeconds(1));
    }
    return new Counted(state, attempts, state >= target);
  }

  @Test
  void a14GivesUpBeforeTheTarget() {
    WorkflowResult<Counted> result =
        WorkflowTestRunner.of(Integer.class, ConditionCaseTests::count).run(10);

    assertThat(result).hasResult(new Counted(5, 5, false));
  }

  // docs: end

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
                        ConditionOptions.every(ofMinutes(1))))
            .stub("ready", returns(1), returns(7))
            .run(3);

    assertThat(result).hasResult(7).hasAttempts("ready", 2);
  }
}

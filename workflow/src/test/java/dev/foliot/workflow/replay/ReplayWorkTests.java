package dev.foliot.workflow.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.workflow.WorkflowContext;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The work of a replay, counted without a clock. */
class ReplayWorkTests {
  private static void runSteps(WorkflowContext ctx, int count) {
    for (int i = 0; i < count; i++) {
      ctx.step("s", Integer.class, step -> 1);
    }
  }

  /** What the replay of this many steps reads. */
  private static CountWork replayOf(int steps) {
    var run =
        RunInMemory.of(
            (ctx, input) -> {
              runSteps(ctx, steps);
              ctx.wait("pause", Duration.ofDays(1));
              return "end";
            });
    run.invoke();
    run.clock.advance(Duration.ofDays(1));
    run.work.reset();

    assertThat(run.end().payload()).isEqualTo("\"end\"");

    assertThat(run.journal.entries()).hasSize(steps + 2);
    return run.work;
  }

  @Test
  void replayReadsEachOutcomeOnce() {
    CountWork small = replayOf(1_000);
    CountWork large = replayOf(10_000);

    assertThat(small.payloads).isEqualTo(1_001); // with the input
    assertThat(large.payloads).isEqualTo(10_001);
    assertThat(large.entries).isEqualTo(10_001); // with the start of the wait
    assertThat(large.all()).isLessThanOrEqualTo(10 * small.all());
  }

  @Test
  void childBoundsTheReplay() {
    var run =
        RunInMemory.of(
            (ctx, input) -> {
              for (int i = 0; i < 10; i++) {
                ctx.child(
                    "part",
                    Integer.class,
                    child -> {
                      runSteps(child, 1_000);
                      return 1_000;
                    });
              }
              ctx.wait("pause", Duration.ofDays(1));
              return "end";
            });
    run.invoke();
    run.clock.advance(Duration.ofDays(1));
    run.work.reset();

    assertThat(run.end().payload()).isEqualTo("\"end\"");

    assertThat(run.work.payloads).isEqualTo(11); // of the children, and the input
  }

  @Test
  void newRoundBoundsTheReplay() {
    var run =
        RunInMemory.of(
            (ctx, input) -> {
              int round = input == null ? 0 : (Integer) input;
              runSteps(ctx, 1_000);
              ctx.wait("pause", Duration.ofDays(1));
              return round == 9 ? "end" : ctx.continueAsNew(round + 1);
            });

    InvocationResult result = run.invoke();
    while (!(result instanceof InvocationResult.Ended)) {
      if (result instanceof InvocationResult.Waiting waiting) {
        run.clock.set(waiting.dueAt());
      }
      run.work.reset();
      result = run.invoke();
      assertThat(run.work.journal).isLessThanOrEqualTo(1_001);
      assertThat(run.work.payloads).isLessThanOrEqualTo(1_001);
    }

    assertThat(run.round).isEqualTo(9);
  }
}

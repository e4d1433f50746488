package dev.foliot.benchmarks.testspeed;

import static dev.foliot.test.FoliotAssertions.assertThat;

import dev.foliot.benchmarks.measure.Load;
import dev.foliot.benchmarks.measure.Sample;
import dev.foliot.test.WorkflowTestRunner;
import dev.foliot.workflow.WorkflowContext;
import java.time.Duration;

/** Level 1: a workflow of three steps and a wait of one hour, whose time is skipped. */
public final class WorkflowRuns {
  private static final int RUNS_A_TEST = 5;
  private static final Duration HOUR = Duration.ofHours(1);

  private WorkflowRuns() {}

  /** Five times as many tests as there are of the other levels. */
  public static Sample of(int tests) {
    return new Load(1, Duration.ofMinutes(1), (long) tests * RUNS_A_TEST)
        .run(() -> Duration.ZERO, (thread, random) -> test());
  }

  private static void test() {
    assertThat(WorkflowTestRunner.of(String.class, WorkflowRuns::run).run("order-1"))
        .succeeded()
        .hasResult("reserved, paid, shipped")
        .ran("reserve", "pay", "ship")
        .inOrder();
  }

  private static String run(WorkflowContext ctx, String order) {
    String reserved = ctx.step("reserve", String.class, step -> "reserved");
    String paid = ctx.step("pay", String.class, step -> "paid");
    ctx.wait("hour", HOUR);
    String shipped = ctx.step("ship", String.class, step -> "shipped");
    return "%s, %s, %s".formatted(reserved, paid, shipped);
  }
}

package dev.foliot.test;

import dev.foliot.workflow.DurableFunction;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The runs of level 1: each workflow has a runner. */
final class RunsOfRunners implements Runs {
  private final List<WorkflowTestRunner<?, ?>> runners;

  RunsOfRunners(WorkflowTestRunner<?, ?>... runners) {
    this.runners = List.of(runners);
  }

  @Override
  @SuppressWarnings("unchecked") // it runs this class
  public <I extends @Nullable Object, R extends @Nullable Object> WorkflowTestRun<R> start(
      Class<? extends DurableFunction<I, R>> workflow, I input) {
    WorkflowTestRunner<I, R> runner =
        (WorkflowTestRunner<I, R>)
            runners.stream()
                .filter(each -> each.runs(workflow))
                .findFirst()
                .orElseThrow(() -> unknown(workflow));
    return runner.start(input);
  }

  private static IllegalStateException unknown(Class<?> workflow) {
    return new IllegalStateException(
        "No runner runs the workflow %s. Give one to Runs.of(…), such as WorkflowTestRunner.of(new %s())."
            .formatted(workflow.getName(), workflow.getSimpleName()));
  }

  @Override
  public <R extends @Nullable Object> WorkflowTestRun<R> find(
      Class<? extends DurableFunction<?, R>> workflow, String runId) {
    throw new IllegalStateException(
        "There is no run %s of %s: without an application, only the test starts runs. Use start(…), or a @SyncFlowTest."
            .formatted(runId, workflow.getSimpleName()));
  }
}

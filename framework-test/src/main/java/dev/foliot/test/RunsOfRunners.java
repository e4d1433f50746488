package dev.foliot.test;

import dev.foliot.workflow.DurableFunction;
import dev.foliot.workflow.step.StartEvent;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The runs of level 1: each workflow has a runner. */
final class RunsOfRunners implements Runs {
  private final List<WorkflowTestRunner<?, ?>> runners;
  private final UnaryOperator<ShownEvents> change;

  /**
   * @param change changes which events of its runners a result shows
   */
  RunsOfRunners(List<WorkflowTestRunner<?, ?>> runners, UnaryOperator<ShownEvents> change) {
    this.runners = runners;
    this.change = change;
  }

  @Override
  public Runs exposeInternal(boolean exposes) {
    return new RunsOfRunners(runners, shown -> change.apply(shown).withInternal(exposes));
  }

  @Override
  public Runs excludeEvents(Class<?>... types) {
    return new RunsOfRunners(runners, shown -> change.apply(shown).without(types));
  }

  @Override
  public <I extends @Nullable Object, R extends @Nullable Object> WorkflowTestRun<R> start(
      Class<? extends DurableFunction<I, R>> workflow, I input) {
    return this.<I, R>runnerOf(workflow).start(input, change);
  }

  @Override
  public WorkflowTestRun<Object> start(Class<?> workflow, StartEvent input) {
    return this.<StartEvent, Object>runnerOf(workflow).start(input, change);
  }

  @SuppressWarnings("unchecked") // it runs this class
  private <I extends @Nullable Object, R extends @Nullable Object>
      WorkflowTestRunner<I, R> runnerOf(Class<?> workflow) {
    return (WorkflowTestRunner<I, R>)
        runners.stream()
            .filter(each -> each.runs(workflow))
            .findFirst()
            .orElseThrow(() -> unknown(workflow));
  }

  private static IllegalStateException unknown(Class<?> workflow) {
    return new IllegalStateException(
        "No runner runs the workflow %s. Give one to Runs.of(…), such as WorkflowTestRunner.of(new %s())."
            .formatted(workflow.getName(), workflow.getSimpleName()));
  }

  @Override
  public <R extends @Nullable Object> WorkflowTestRun<R> find(
      String runId, Class<? extends DurableFunction<?, R>> workflow) {
    throw notStarted(runId);
  }

  @Override
  public WorkflowTestRun<Object> find(String runId) {
    throw notStarted(runId);
  }

  private static IllegalStateException notStarted(String runId) {
    return new IllegalStateException(
        "There is no run %s: without an application, only the test starts runs. Use start(…), or a @SyncFlowTest."
            .formatted(runId));
  }
}

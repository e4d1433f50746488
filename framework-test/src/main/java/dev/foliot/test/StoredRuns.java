package dev.foliot.test;

import dev.foliot.workflow.DurableFunction;
import dev.foliot.workflow.RunNotFoundException;
import dev.foliot.workflow.RunOptions;
import dev.foliot.workflow.RunReport;
import dev.foliot.workflow.RunSummary;
import dev.foliot.workflow.step.StartEvent;
import org.jspecify.annotations.Nullable;

/** The runs of an application, at levels 2 and 3. */
final class StoredRuns implements Runs {
  private final StoredRunParts parts;
  private final ShownEvents shown;

  StoredRuns(StoredRunParts parts, ShownEvents shown) {
    this.parts = parts;
    this.shown = shown;
  }

  @Override
  public Runs exposeInternal(boolean exposes) {
    return new StoredRuns(parts, shown.withInternal(exposes));
  }

  @Override
  public Runs excludeEvents(Class<?>... types) {
    return new StoredRuns(parts, shown.without(types));
  }

  @Override
  public <I extends @Nullable Object, R extends @Nullable Object> WorkflowTestRun<R> start(
      Class<? extends DurableFunction<I, R>> workflow, I input) {
    String id = parts.workflows().start(workflow, input, RunOptions.defaults()).id();
    parts.time().settle();
    return find(id, workflow);
  }

  @Override
  public WorkflowTestRun<Object> start(Class<?> workflow, StartEvent input) {
    String id = parts.workflows().start(workflow, input, RunOptions.defaults()).id();
    parts.time().settle();
    return new StoredTestRun<>(parts, workflow, id, shown);
  }

  @Override
  public WorkflowTestRun<Object> find(String runId) {
    RunSummary run =
        parts
            .workflows()
            .show(runId)
            .map(RunReport::run)
            .orElseThrow(() -> new RunNotFoundException(runId));
    return new StoredTestRun<>(parts, parts.classOf(run), runId, shown);
  }

  @Override
  public <R extends @Nullable Object> WorkflowTestRun<R> find(
      String runId, Class<? extends DurableFunction<?, R>> workflow) {
    return new StoredTestRun<>(parts, workflow, runId, shown);
  }
}

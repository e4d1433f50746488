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

  StoredRuns(StoredRunParts parts) {
    this.parts = parts;
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
    return new StoredTestRun<>(parts, workflow, id);
  }

  @Override
  public WorkflowTestRun<Object> find(String runId) {
    RunSummary run =
        parts
            .workflows()
            .show(runId)
            .map(RunReport::run)
            .orElseThrow(() -> new RunNotFoundException(runId));
    return new StoredTestRun<>(parts, parts.classOf(run), runId);
  }

  @Override
  public <R extends @Nullable Object> WorkflowTestRun<R> find(
      String runId, Class<? extends DurableFunction<?, R>> workflow) {
    return new StoredTestRun<>(parts, workflow, runId);
  }
}

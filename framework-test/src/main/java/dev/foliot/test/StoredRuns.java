package dev.foliot.test;

import dev.foliot.workflow.DurableFunction;
import dev.foliot.workflow.RunOptions;
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
    return find(workflow, id);
  }

  @Override
  public WorkflowTestRun<Object> start(Class<?> workflow, StartEvent input) {
    String id = parts.workflows().start(workflow, input, RunOptions.defaults()).id();
    parts.time().settle();
    return find(id, workflow);
  }

  @Override
  public WorkflowTestRun<Object> find(String runId, Class<?> workflow) {
    return new StoredTestRun<>(parts, workflow, runId);
  }

  @Override
  public <R extends @Nullable Object> WorkflowTestRun<R> find(
      Class<? extends DurableFunction<?, R>> workflow, String runId) {
    return new StoredTestRun<>(parts, workflow, runId);
  }
}

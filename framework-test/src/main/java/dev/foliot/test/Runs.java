package dev.foliot.test;

import dev.foliot.workflow.DurableFunction;
import dev.foliot.workflow.step.StartEvent;
import org.jspecify.annotations.Nullable;

/**
 * Starts runs that a test leads, at any test level: {@link #of} makes one for level 1; in a {@link
 * SyncFlowTest} and an {@link EngineTest} it is a bean, and a parameter of a test. So one test body
 * can run at several levels.
 */
public interface Runs {
  /** Starts a run of a workflow. It has gone as far as it can when this method returns. */
  <I extends @Nullable Object, R extends @Nullable Object> WorkflowTestRun<R> start(
      Class<? extends DurableFunction<I, R>> workflow, I input);

  /** As {@link #start(Class, Object)}, of a workflow of steps. */
  WorkflowTestRun<Object> start(Class<?> workflow, StartEvent input);

  /**
   * A run that the application has started, of any workflow.
   *
   * @throws dev.foliot.workflow.RunNotFoundException if there is no such run
   * @throws IllegalStateException at level 1, where the test starts all runs
   */
  WorkflowTestRun<Object> find(String runId);

  /**
   * As {@link #find(String)}, with the type of the result.
   *
   * @param runId the id of the run
   * @throws IllegalStateException at level 1, where the test starts all runs
   */
  <R extends @Nullable Object> WorkflowTestRun<R> find(
      String runId, Class<? extends DurableFunction<?, R>> workflow);

  /**
   * The runs of level 1.
   *
   * @param runners one for each workflow that is started, with its answers and stubs
   */
  static Runs of(WorkflowTestRunner<?, ?>... runners) {
    return new RunsOfRunners(runners);
  }
}

package dev.foliot.test;

import dev.foliot.workflow.DurableFunction;
import dev.foliot.workflow.InternalEvent;
import dev.foliot.workflow.step.StartEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Starts runs that a test controls, at any test level. {@link #of} makes an instance for level 1.
 * In a {@link SyncFlowTest} and an {@link EngineTest} it is a bean, and a parameter of a test. So
 * one test body can run at several levels.
 */
public interface Runs {
  /**
   * Starts a run of a workflow. When this method returns, the run has continued as far as it can.
   */
  <I extends @Nullable Object, R extends @Nullable Object> WorkflowTestRun<R> start(
      Class<? extends DurableFunction<I, R>> workflow, I input);

  /** Does the same as {@link #start(Class, Object)}, for a workflow of steps. */
  WorkflowTestRun<Object> start(Class<?> workflow, StartEvent input);

  /**
   * Returns the same runs; their results show each {@link InternalEvent} of the run's stream, or
   * none. Without this call, the results show these events.
   */
  Runs exposeInternal(boolean exposes);

  /**
   * Returns the same runs; their results leave out events of exactly these classes. Events of their
   * subclasses stay.
   *
   * @throws IllegalArgumentException if a class is abstract, so that no event has exactly this
   *     class
   */
  Runs excludeEvents(Class<?>... types);

  /**
   * A run that the application has started, of any workflow.
   *
   * @throws dev.foliot.workflow.RunNotFoundException if there is no such run
   * @throws IllegalStateException at level 1, where the test starts all runs
   */
  WorkflowTestRun<Object> find(String runId);

  /**
   * Does the same as {@link #find(String)}, with the type of the result.
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
    return new RunsOfRunners(List.of(runners), shown -> shown);
  }
}

package dev.foliot.workflow;

import org.jspecify.annotations.Nullable;

/**
 * A workflow as plain Java code. Annotate the class with {@link Workflow}.
 *
 * <p>After each wait and after a crash, the code runs again from its beginning. Operations that
 * have ended return their stored outcomes. So the code between two operations must be
 * deterministic: no clock, no random numbers, no I/O except in steps.
 *
 * @param <I> the input, stored as JSON
 * @param <O> the result, stored as JSON
 */
@FunctionalInterface
public interface DurableFunction<I extends @Nullable Object, O extends @Nullable Object> {
  /**
   * Runs the workflow.
   *
   * @throws Exception any exception ends the run as failed
   */
  O run(WorkflowContext ctx, I input) throws Exception;
}

package dev.foliot.workflow;

import org.jspecify.annotations.Nullable;

/**
 * The code of a child context, of a branch, or of a retried block.
 *
 * @param <T> the result, stored as JSON
 */
@FunctionalInterface
public interface ContextBody<T extends @Nullable Object> {
  /**
   * Runs the code.
   *
   * @param ctx the context of this body; the context of the workflow must not be used here
   * @throws Exception any exception makes the context fail
   */
  T run(WorkflowContext ctx) throws Exception;
}

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
   * Runs it.
   *
   * @param ctx the context of this body: use this one inside, not that of the workflow
   * @throws Exception any exception makes the context fail
   */
  T run(WorkflowContext ctx) throws Exception;
}

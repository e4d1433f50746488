package dev.foliot.workflow;

import org.jspecify.annotations.Nullable;

/**
 * The code that {@code map} runs for each item.
 *
 * @param <I> the item
 * @param <T> the result, stored as JSON
 */
@FunctionalInterface
public interface ItemBody<I extends @Nullable Object, T extends @Nullable Object> {
  /**
   * Runs the code for one item.
   *
   * @param ctx the context of this item; the context of the workflow must not be used here
   * @param index the index of the item, from 0
   * @throws Exception any exception makes the item fail
   */
  T run(WorkflowContext ctx, I item, int index) throws Exception;
}

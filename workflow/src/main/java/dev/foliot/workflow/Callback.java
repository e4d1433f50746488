package dev.foliot.workflow;

import org.jspecify.annotations.Nullable;

/**
 * A result from another system. {@code Workflows.completeCallback} or {@code failCallback} sets its
 * outcome once, before or after it is awaited.
 *
 * @param <T> the result
 */
public interface Callback<T extends @Nullable Object> extends DurableFuture<T> {
  /**
   * The id by which the other system completes the callback. Pass this id to the other system in a
   * step.
   */
  String id();
}

package dev.foliot.workflow;

import org.jspecify.annotations.Nullable;

/**
 * A result that another system will give. Its outcome comes by {@code Workflows.completeCallback}
 * or {@code failCallback}, once, before or after it is awaited.
 *
 * @param <T> the result
 */
public interface Callback<T extends @Nullable Object> extends DurableFuture<T> {
  /** The id by which the other system completes it: give it away in a step. */
  String id();
}

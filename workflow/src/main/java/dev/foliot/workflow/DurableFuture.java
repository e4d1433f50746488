package dev.foliot.workflow;

import org.jspecify.annotations.Nullable;

/**
 * The outcome of an operation that runs while the workflow continues.
 *
 * @param <T> the result
 */
public interface DurableFuture<T extends @Nullable Object> {
  /**
   * Returns the result. If the operation has not ended, waits for it. The run is suspended when no
   * other branch can continue.
   *
   * @throws OperationFailedException if the operation has failed
   */
  T get();

  /**
   * Whether the code has received the outcome of this operation, or a later outcome. The value is
   * the same in each replay. It only changes when the code waits, or gets the result of another
   * operation.
   */
  boolean isDone();
}

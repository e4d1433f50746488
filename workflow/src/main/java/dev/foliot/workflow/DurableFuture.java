package dev.foliot.workflow;

import org.jspecify.annotations.Nullable;

/**
 * The outcome of an operation that goes on beside the workflow.
 *
 * @param <T> the result
 */
public interface DurableFuture<T extends @Nullable Object> {
  /**
   * Returns the result, and waits for it if need be: the run is suspended while nothing else can go
   * on.
   *
   * @throws OperationFailedException if the operation has failed
   */
  T get();

  /**
   * Whether the operation has ended before the last outcome that the code has got: the same in each
   * replay. It changes when the code waits, or gets the result of another operation.
   */
  boolean isDone();
}

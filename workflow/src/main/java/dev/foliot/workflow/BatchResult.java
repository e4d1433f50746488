package dev.foliot.workflow;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of {@code parallel} or {@code map}. If branches have failed, only {@link
 * #throwIfFailed()} throws.
 *
 * @param completionReason why the batch is complete
 * @param items the branches that were started, in the order of their indexes
 * @param <T> the result of a branch
 */
public record BatchResult<T extends @Nullable Object>(
    CompletionReason completionReason, List<BatchItem<T>> items) {

  /** Why a batch is complete. */
  public enum CompletionReason {
    /** All branches have ended. */
    ALL_COMPLETED,
    /** Enough branches have succeeded. */
    MIN_SUCCESSFUL_REACHED,
    /** More branches have failed than the batch tolerates. */
    FAILURE_TOLERANCE_EXCEEDED
  }

  /** The outcome of all branches together, or of one. */
  public enum Status {
    /** The branch has succeeded, or no branch of the batch has failed. */
    SUCCEEDED,
    /** The branch has failed, or at least one branch of the batch has failed. */
    FAILED,
    /** The branch was started, and stopped when the batch was complete. */
    STOPPED
  }

  /**
   * A branch that was started.
   *
   * @param index its index, from 0
   * @param name its name, or null
   * @param status its outcome
   * @param result its result; null unless it has succeeded
   * @param error its error; null unless it has failed
   * @param <T> the result of a branch
   */
  public record BatchItem<T extends @Nullable Object>(
      int index,
      @Nullable String name,
      Status status,
      @Nullable T result,
      @Nullable OperationFailedException error) {}

  /** The outcome of all branches together. */
  public Status status() {
    return failureCount() > 0 ? Status.FAILED : Status.SUCCEEDED;
  }

  /** How many branches have succeeded. */
  public int successCount() {
    return count(Status.SUCCEEDED);
  }

  /** How many branches have failed. */
  public int failureCount() {
    return count(Status.FAILED);
  }

  /** How many branches were started. */
  public int totalCount() {
    return items.size();
  }

  private int count(Status status) {
    return (int) items.stream().filter(item -> item.status() == status).count();
  }

  /** The results of the branches that have succeeded, in the order of their indexes. */
  @SuppressWarnings("NullAway") // a result may be null
  public List<T> results() {
    return items.stream()
        .filter(item -> item.status() == Status.SUCCEEDED)
        .<T>map(BatchItem::result)
        .toList();
  }

  /** The errors of the branches that have failed, in the order of their indexes. */
  public List<OperationFailedException> errors() {
    return items.stream().map(BatchItem::error).filter(Objects::nonNull).toList();
  }

  /**
   * Returns this result if no branch has failed.
   *
   * @throws OperationFailedException the error of the first branch that has failed
   */
  public BatchResult<T> throwIfFailed() {
    for (OperationFailedException error : errors()) {
      throw error;
    }
    return this;
  }
}

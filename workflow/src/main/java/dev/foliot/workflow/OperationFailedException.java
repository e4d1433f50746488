package dev.foliot.workflow;

import org.jspecify.annotations.Nullable;

/**
 * An operation of a workflow has failed for good. This exception is always created from the stored
 * error, so that the code gets the same exception in each replay (R51).
 */
public class OperationFailedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final @Nullable String operation;
  private final String errorType;
  private final @Nullable String errorMessage;

  /**
   * @param operation the name of the operation, or null
   * @param errorType the class name of the original error, or the type that another system gave
   * @param errorMessage the message of the original error
   */
  public OperationFailedException(
      @Nullable String operation, String errorType, @Nullable String errorMessage) {
    super(errorMessage == null ? errorType : errorMessage);
    this.operation = operation;
    this.errorType = errorType;
    this.errorMessage = errorMessage;
  }

  /** The name of the operation, or null. */
  public @Nullable String operation() {
    return operation;
  }

  /** The class name of the original error, or the type that another system gave. */
  public String errorType() {
    return errorType;
  }

  /** The message of the original error, or null. */
  public @Nullable String errorMessage() {
    return errorMessage;
  }

  /** Whether the original error was of exactly this class. */
  public boolean isCausedBy(Class<? extends Throwable> type) {
    return errorType.equals(type.getName());
  }
}

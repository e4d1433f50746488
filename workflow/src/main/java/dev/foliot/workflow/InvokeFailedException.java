package dev.foliot.workflow;

import org.jspecify.annotations.Nullable;

/** A child run has not succeeded. */
public class InvokeFailedException extends OperationFailedException {
  private static final long serialVersionUID = 1;

  /** Made from the stored error. */
  public InvokeFailedException(
      @Nullable String operation, String errorType, @Nullable String errorMessage) {
    super(operation, errorType, errorMessage);
  }
}

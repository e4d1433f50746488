package dev.foliot.workflow;

import org.jspecify.annotations.Nullable;

/** A child context, a branch, or a retried block has failed. */
public class ContextFailedException extends OperationFailedException {
  private static final long serialVersionUID = 1;

  /** Made from the stored error. */
  public ContextFailedException(
      @Nullable String operation, String errorType, @Nullable String errorMessage) {
    super(operation, errorType, errorMessage);
  }
}

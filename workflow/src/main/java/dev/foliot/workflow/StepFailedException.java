package dev.foliot.workflow;

import org.jspecify.annotations.Nullable;

/** The last attempt of a step has failed. */
public class StepFailedException extends OperationFailedException {
  private static final long serialVersionUID = 1;

  /** Made from the stored error. */
  public StepFailedException(
      @Nullable String operation, String errorType, @Nullable String errorMessage) {
    super(operation, errorType, errorMessage);
  }
}

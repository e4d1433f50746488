package dev.foliot.workflow;

import org.jspecify.annotations.Nullable;

/** A step has failed, and its attempts are used up. */
public class StepFailedException extends OperationFailedException {
  private static final long serialVersionUID = 1;

  /** Made from the stored error. */
  public StepFailedException(
      @Nullable String operation, String errorType, @Nullable String errorMessage) {
    super(operation, errorType, errorMessage);
  }
}

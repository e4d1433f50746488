package dev.foliot.workflow;

import org.jspecify.annotations.Nullable;

/** A step that runs at most once was interrupted by a crash. */
public class StepInterruptedException extends OperationFailedException {
  private static final long serialVersionUID = 1;

  /** Made from the stored error. */
  public StepInterruptedException(
      @Nullable String operation, String errorType, @Nullable String errorMessage) {
    super(operation, errorType, errorMessage);
  }
}

package dev.foliot.workflow;

import org.jspecify.annotations.Nullable;

/** The checks of a condition are used up, or a check has thrown. */
public class ConditionNotMetException extends OperationFailedException {
  private static final long serialVersionUID = 1;

  /** Made from the stored error. */
  public ConditionNotMetException(
      @Nullable String operation, String errorType, @Nullable String errorMessage) {
    super(operation, errorType, errorMessage);
  }
}

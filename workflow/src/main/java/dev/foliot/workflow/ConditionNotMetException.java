package dev.foliot.workflow;

import org.jspecify.annotations.Nullable;

/** The last allowed check did not return the wanted state, or a check has thrown. */
public class ConditionNotMetException extends OperationFailedException {
  private static final long serialVersionUID = 1;

  /** Made from the stored error. */
  public ConditionNotMetException(
      @Nullable String operation, String errorType, @Nullable String errorMessage) {
    super(operation, errorType, errorMessage);
  }
}

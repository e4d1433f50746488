package dev.foliot.workflow;

import org.jspecify.annotations.Nullable;

/** Another system has let a callback fail. */
public class CallbackFailedException extends OperationFailedException {
  private static final long serialVersionUID = 1;

  /** Made from the stored error. */
  public CallbackFailedException(
      @Nullable String operation, String errorType, @Nullable String errorMessage) {
    super(operation, errorType, errorMessage);
  }
}

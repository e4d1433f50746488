package dev.foliot.workflow;

import org.jspecify.annotations.Nullable;

/** A callback was not completed in time, or its heartbeats stopped. */
public class CallbackTimedOutException extends OperationFailedException {
  private static final long serialVersionUID = 1;

  /** Made from the stored error. */
  public CallbackTimedOutException(
      @Nullable String operation, String errorType, @Nullable String errorMessage) {
    super(operation, errorType, errorMessage);
  }
}

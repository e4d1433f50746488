package dev.foliot.workflow;

import org.jspecify.annotations.Nullable;

/** A child run did not end in time. */
public class InvokeTimedOutException extends OperationFailedException {
  private static final long serialVersionUID = 1;

  /** Made from the stored error. */
  public InvokeTimedOutException(
      @Nullable String operation, String errorType, @Nullable String errorMessage) {
    super(operation, errorType, errorMessage);
  }
}

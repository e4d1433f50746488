package dev.foliot.workflow;

import org.jspecify.annotations.Nullable;

/**
 * If a step throws this exception, or an exception with this cause, the step fails without another
 * attempt. The retry policy is not applied.
 */
public class NonRetriableException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** An error with a message. */
  public NonRetriableException(@Nullable String message) {
    super(message);
  }

  /** An error with a message and the original error. */
  public NonRetriableException(@Nullable String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}

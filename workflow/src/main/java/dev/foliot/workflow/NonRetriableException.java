package dev.foliot.workflow;

import org.jspecify.annotations.Nullable;

/**
 * A step that throws it, or an error that it has caused, fails without another attempt, whatever
 * its retry policy allows.
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

package dev.foliot.workflow.step;

/** The state of a run cannot be stored. The message names the value by its path. */
public final class UnstorableStateException extends RuntimeException {
  private static final long serialVersionUID = 1;

  UnstorableStateException(String reason) {
    super("The state of the run cannot be stored: " + reason);
  }

  UnstorableStateException(String reason, Throwable cause) {
    super("The state of the run cannot be stored: " + reason, cause);
  }
}

package dev.foliot.workflow.run;

import dev.foliot.failure.ErrorText;

/**
 * An invocation could not be stored. The run keeps its state in the database, and is claimed again.
 */
final class RunAbortedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  RunAbortedException(String runId, Throwable cause) {
    super("Run %s could not be stored: %s".formatted(runId, ErrorText.firstLine(cause)), cause);
  }
}

package dev.foliot.workflow.replay;

import dev.foliot.failure.ErrorText;

/** The result of an operation cannot be stored. */
final class UnstorableResultException extends RuntimeException {
  private static final long serialVersionUID = 1;

  UnstorableResultException(String operation, Throwable cause) {
    super(
        "The result of %s cannot be stored: %s. Return a record of values that have JSON."
            .formatted(operation, ErrorText.firstLine(cause)),
        cause);
  }
}

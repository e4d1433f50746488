package dev.foliot.unitofwork;

import dev.foliot.failure.ErrorText;

/**
 * Thrown if the transaction committed and code of the application failed after the commit. The
 * changes stay, so nothing may be tried again.
 */
public final class FailedAfterCommitException extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final Throwable failure;

  FailedAfterCommitException(Throwable failure) {
    super(
        "The transaction is committed, but work after the commit failed: %s. Repeat that work by hand. For the future, move it to an event handler, which is retried."
            .formatted(ErrorText.of(failure)),
        failure);
    this.failure = failure;
  }

  /** Returns the failure. */
  public Throwable failure() {
    return failure;
  }
}

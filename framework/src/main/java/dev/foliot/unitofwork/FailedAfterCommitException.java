package dev.foliot.unitofwork;

import dev.foliot.failure.ErrorText;

/**
 * The transaction committed, and then something that an application runs after its commit failed.
 * What was stored stays, so nothing may be tried again.
 */
public final class FailedAfterCommitException extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final Throwable failure;

  FailedAfterCommitException(Throwable failure) {
    super(
        "The transaction is committed, but what was to follow its commit failed: %s. Do that by hand, or in an event handler, which is tried again."
            .formatted(ErrorText.of(failure)),
        failure);
    this.failure = failure;
  }

  /** What failed. */
  public Throwable failure() {
    return failure;
  }
}

package dev.foliot.workflow.replay;

/** Unwinds the code of a workflow because its journal cannot be written. */
final class InvocationAborted extends Error {
  private static final long serialVersionUID = 1;

  private final Throwable failure;

  InvocationAborted(Throwable failure) {
    super("The journal cannot be written. Do not catch this error.", failure, false, false);
    this.failure = failure;
  }

  Throwable failure() {
    return failure;
  }
}

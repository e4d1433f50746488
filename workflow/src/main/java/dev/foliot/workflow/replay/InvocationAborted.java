package dev.foliot.workflow.replay;

/** Unwinds the code of a workflow because its journal cannot be written. */
final class InvocationAborted extends Error {
  private static final long serialVersionUID = 1;

  InvocationAborted(Throwable cause) {
    super("The journal cannot be written. Do not catch this error.", cause, false, false);
  }
}

package dev.foliot.workflow.replay;

import org.apiguardian.api.API;

/**
 * Unwinds the code of a workflow because its journal cannot be written.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class InvocationAborted extends Error {
  private static final long serialVersionUID = 1;

  private final Throwable failure;

  /** Created if the journal cannot be written. In a test, {@link Bodies} throws it for a crash. */
  public InvocationAborted(Throwable failure) {
    super("The journal cannot be written. Do not catch this error.", failure, false, false);
    this.failure = failure;
  }

  Throwable failure() {
    return failure;
  }
}

package dev.foliot.workflow;

/** A run cannot be retried, forked or restored, because of its status or its operations (R61). */
public class RunNotRepeatableException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String runId;

  /**
   * @param what the refused change, such as "retried"
   * @param reason the reason and the remedy
   */
  public RunNotRepeatableException(String runId, String what, String reason) {
    super("Run %s cannot be %s: %s".formatted(runId, what, reason));
    this.runId = runId;
  }

  /** The id of the run. */
  public String runId() {
    return runId;
  }
}

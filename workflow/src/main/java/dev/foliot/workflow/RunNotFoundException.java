package dev.foliot.workflow;

/** No run has the given id. */
public class RunNotFoundException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String runId;

  /** Creates the error for an id. */
  public RunNotFoundException(String runId) {
    super(
        "There is no run %s. Check the id; perhaps its start is not committed yet, or it ended longer ago than foliot.workflow.retention."
            .formatted(runId));
    this.runId = runId;
  }

  /** The id. */
  public String runId() {
    return runId;
  }
}

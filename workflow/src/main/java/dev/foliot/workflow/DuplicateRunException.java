package dev.foliot.workflow;

/** A run cannot be started, because another run has its id (R50). */
public class DuplicateRunException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String runId;
  private final String existing;
  private final RunStatus status;

  /**
   * @param workflow the workflow that was to be started
   * @param existing the workflow of the run that has the id
   * @param status the status of that run
   */
  public DuplicateRunException(String runId, String workflow, String existing, RunStatus status) {
    super(
        "Workflow %s cannot be started as run %s: %s"
            .formatted(
                workflow,
                runId,
                workflow.equals(existing)
                    ? "this run exists, and is %s. Choose another id; a start without refuseDuplicate() returns the existing run."
                        .formatted(status)
                    : "a run of workflow %s has this id, and is %s. Choose another id, such as one that begins with the name of the workflow."
                        .formatted(existing, status)));
    this.runId = runId;
    this.existing = existing;
    this.status = status;
  }

  /** The id. */
  public String runId() {
    return runId;
  }

  /** The workflow of the run that has the id. */
  public String existing() {
    return existing;
  }

  /** The status of the run that has the id. */
  public RunStatus status() {
    return status;
  }
}

package dev.foliot.workflow;

/** A run cannot be started, because there is one with its id (R50). */
public class DuplicateRunException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String runId;
  private final String existing;

  /**
   * @param workflow the workflow that was to be started
   * @param existing the workflow of the run that has the id
   */
  public DuplicateRunException(String runId, String workflow, String existing) {
    super(
        "Workflow %s cannot be started as run %s, because there is a run of workflow %s with this id. Choose another id; leave out refuseDuplicate() to get the first run of the same workflow."
            .formatted(workflow, runId, existing));
    this.runId = runId;
    this.existing = existing;
  }

  /** The id. */
  public String runId() {
    return runId;
  }

  /** The workflow of the run that has the id. */
  public String existing() {
    return existing;
  }
}

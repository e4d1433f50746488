package dev.foliot.workflow;

import java.util.Collection;

/** No workflow has the given name. */
public class UnknownWorkflowException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String workflow;

  /**
   * @param known the workflows that exist
   */
  public UnknownWorkflowException(String workflow, Collection<String> known) {
    super(
        "There is no workflow %s. Annotate a DurableFunction bean with @Workflow, or check that its package is scanned. Known workflows: %s."
            .formatted(workflow, known.isEmpty() ? "none" : String.join(", ", known)));
    this.workflow = workflow;
  }

  /** The name. */
  public String workflow() {
    return workflow;
  }
}

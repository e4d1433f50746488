package dev.foliot.workflow.replay;

/**
 * Unwinds the code of a workflow. An {@code Error}, so that {@code catch (Exception)} does not
 * catch it; code that catches it all the same meets it again in the next call of the context (R55).
 */
sealed class Suspension extends Error permits SetAside {
  private static final long serialVersionUID = 1;

  Suspension() {
    super("The run is suspended. Do not catch this error.", null, false, false);
  }
}

package dev.foliot.workflow.replay;

/**
 * Unwinds the code of a workflow. An {@code Error}, so that {@code catch (Exception)} does not
 * catch it; if the code catches it all the same, the next call of the context throws it again
 * (R55).
 */
sealed class Suspension extends Error permits SetAside {
  private static final long serialVersionUID = 1;

  Suspension() {
    super("The run is suspended. Do not catch this error.", null, false, false);
  }
}

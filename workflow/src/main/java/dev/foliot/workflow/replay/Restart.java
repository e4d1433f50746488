package dev.foliot.workflow.replay;

/** Unwinds the code of a workflow that continues as new. */
final class Restart extends Error {
  private static final long serialVersionUID = 1;

  private final transient String input;

  Restart(String input) {
    super("The run continues as new. Do not catch this error.", null, false, false);
    this.input = input;
  }

  String input() {
    return input;
  }
}

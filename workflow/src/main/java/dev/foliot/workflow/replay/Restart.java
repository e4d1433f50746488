package dev.foliot.workflow.replay;

import org.jspecify.annotations.Nullable;

/** Unwinds the code of a workflow that continues as new. */
final class Restart extends Error {
  private static final long serialVersionUID = 1;

  private final transient @Nullable Object given;
  private final transient String input;

  /**
   * @param given the input of the next round
   * @param input this input, as stored
   */
  Restart(@Nullable Object given, String input) {
    super("The run continues as new. Do not catch this error.", null, false, false);
    this.given = given;
    this.input = input;
  }

  @Nullable Object given() {
    return given;
  }

  String input() {
    return input;
  }
}

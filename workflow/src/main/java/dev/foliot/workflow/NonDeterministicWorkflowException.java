package dev.foliot.workflow;

import org.jspecify.annotations.Nullable;

/**
 * The code of a workflow called another operation than the one in its journal (R52). The run fails.
 * Change the code of running workflows by {@code patched} or by a new version.
 */
public class NonDeterministicWorkflowException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String position;
  private final String expected;
  private final @Nullable String found;

  /**
   * @param runId the run
   * @param position the position of the operation, such as {@code 3} or {@code 3-1}
   * @param expected the operation in the journal
   * @param found the operation that the code called; null if the code ended before
   */
  public NonDeterministicWorkflowException(
      String runId, String position, String expected, @Nullable String found) {
    super(
        "Run %s cannot be replayed: its journal has %s at position %s, and the workflow %s. Change the code of running workflows by patched(…) or by a new version."
            .formatted(
                runId,
                expected,
                position,
                found == null ? "ended without it" : "asked for " + found));
    this.position = position;
    this.expected = expected;
    this.found = found;
  }

  /** The position of the operation, such as {@code 3} or {@code 3-1}. */
  public String position() {
    return position;
  }

  /** The operation in the journal. */
  public String expected() {
    return expected;
  }

  /** The operation that the code called; null if the code ended before. */
  public @Nullable String found() {
    return found;
  }
}

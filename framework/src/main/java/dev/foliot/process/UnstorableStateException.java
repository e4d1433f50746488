package dev.foliot.process;

import dev.foliot.handler.ParkedAtOnce;

/** A process has a state that would not survive as JSON. Nothing was stored. */
public final class UnstorableStateException extends RuntimeException implements ParkedAtOnce {
  private static final long serialVersionUID = 1;
  private final String process;

  UnstorableStateException(String process, Class<?> type, String reason) {
    super(
        "The state of process %s (%s) does not survive as JSON: %s. Declare the exact class of each field, and do not refer to one object from two places; or make a field transient if it is not state."
            .formatted(process, type.getName(), reason));
    this.process = process;
  }

  /** The name of the process manager. */
  public String process() {
    return process;
  }
}

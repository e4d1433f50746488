package dev.foliot.workflow.step;

import java.time.Duration;

/** A step waited for an answer, which did not come in time. */
public final class AnswerTimedOutException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final Duration timeout;

  AnswerTimedOutException(String answer, Duration timeout) {
    super("No matching %s came within %s.".formatted(answer, timeout));
    this.timeout = timeout;
  }

  /** How long the step has waited. */
  public Duration timeout() {
    return timeout;
  }
}

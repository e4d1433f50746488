package dev.foliot.workflow.step;

import java.time.Duration;

/** The answer that a step waits for did not come in time. */
public final class AnswerTimedOutException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final Duration timeout;

  AnswerTimedOutException(String answer, Duration timeout) {
    super("No %s that matches came within %s.".formatted(answer, timeout));
    this.timeout = timeout;
  }

  /** How long the step has waited. */
  public Duration timeout() {
    return timeout;
  }
}

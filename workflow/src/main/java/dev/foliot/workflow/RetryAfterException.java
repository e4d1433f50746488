package dev.foliot.workflow;

import dev.foliot.message.Given;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * If a step throws this exception, or an exception with this cause, its next attempt begins after
 * the given time instead of the pause of the retry policy. The policy still limits the number of
 * attempts.
 */
public class RetryAfterException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final Duration pause;

  /** As {@link #RetryAfterException(Duration, String, Throwable)}, without the original error. */
  public RetryAfterException(Duration pause, @Nullable String message) {
    this(pause, message, null);
  }

  /**
   * An error with the time until the next attempt.
   *
   * @param pause zero or more
   * @param cause the original error, or null
   * @throws IllegalArgumentException if the pause is negative
   */
  public RetryAfterException(Duration pause, @Nullable String message, @Nullable Throwable cause) {
    super(message, cause);
    this.pause = Given.value(pause, "new RetryAfterException", "the time until the next attempt");
    if (pause.isNegative()) {
      throw new IllegalArgumentException(
          "The time until the next attempt is zero or more; this one is %s.".formatted(pause));
    }
  }

  /** The time until the next attempt. */
  public Duration pause() {
    return pause;
  }
}

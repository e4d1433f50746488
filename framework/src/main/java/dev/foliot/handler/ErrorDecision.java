package dev.foliot.handler;

import java.time.Duration;

/**
 * The decision about a message whose handling failed. Every decision but {@link #skip()} keeps
 * later messages of its key waiting, in order.
 */
public sealed interface ErrorDecision {
  /** The longest pause that {@link #retryAfter} takes. */
  Duration LONGEST_PAUSE = Duration.ofDays(365);

  /** Retries by the retry policy, and parks the message after the last attempt. */
  static ErrorDecision retry() {
    return new Retry();
  }

  /**
   * Retries after this pause instead of the pause of the retry policy, for example at the request
   * of another system. It is an attempt like any other: after the policy's last one the message is
   * parked.
   *
   * @param pause the exact pause, without jitter; from zero to {@link #LONGEST_PAUSE}
   * @throws IllegalArgumentException if the pause is negative or longer
   */
  static ErrorDecision retryAfter(Duration pause) {
    return new RetryAfter(pause);
  }

  /** Parks the message now; later messages of its key wait behind it. */
  static ErrorDecision park() {
    return new Park();
  }

  /** Skips the message, as if it had been handled. */
  static ErrorDecision skip() {
    return new Skip();
  }

  /** See {@link ErrorDecision#retry()}. */
  record Retry() implements ErrorDecision {}

  /**
   * See {@link ErrorDecision#retryAfter}.
   *
   * @param pause until the next attempt
   */
  record RetryAfter(Duration pause) implements ErrorDecision {
    public RetryAfter {
      if (pause.isNegative() || pause.compareTo(LONGEST_PAUSE) > 0) {
        throw new IllegalArgumentException(
            "A message cannot be tried again after %s. Give ErrorDecision.retryAfter a pause from zero to %s."
                .formatted(pause, LONGEST_PAUSE));
      }
    }
  }

  /** See {@link ErrorDecision#park()}. */
  record Park() implements ErrorDecision {}

  /** See {@link ErrorDecision#skip()}. */
  record Skip() implements ErrorDecision {}
}

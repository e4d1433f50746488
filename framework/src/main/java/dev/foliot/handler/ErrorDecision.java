package dev.foliot.handler;

/** What becomes of a message whose handling failed. */
public enum ErrorDecision {
  /** Try again as the retry policy says, and park after its last attempt. */
  RETRY,
  /** Keep the message aside now; later messages of its key wait behind it. */
  PARK,
  /** Go on as if it had been handled. */
  SKIP;

  /** Try again as the retry policy says, and park after its last attempt. */
  public static ErrorDecision retry() {
    return RETRY;
  }

  /** Keep the message aside now; later messages of its key wait behind it. */
  public static ErrorDecision park() {
    return PARK;
  }

  /** Go on as if it had been handled. */
  public static ErrorDecision skip() {
    return SKIP;
  }
}

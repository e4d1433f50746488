package dev.foliot.workflow;

import dev.foliot.handler.RetryPolicy;
import dev.foliot.message.Given;
import org.jspecify.annotations.Nullable;

/**
 * Options of a step. Immutable.
 *
 * @param retry decides whether and when another attempt follows a failed one; null for the default
 *     of the application
 * @param semantics the consequence of a crash in the body
 * @param isTransactional whether body and outcome are in one transaction
 * @param codec stores the result; null for JSON
 */
public record StepOptions(
    @Nullable RetryPolicy retry,
    StepSemantics semantics,
    boolean isTransactional,
    @Nullable PayloadCodec codec) {
  private static final StepOptions DEFAULTS =
      new StepOptions(null, StepSemantics.AT_LEAST_ONCE, false, null);

  /** Checks that there are semantics. */
  public StepOptions {
    Given.value(semantics, "StepOptions", "semantics");
  }

  /** Options with the default retry policy. Each attempt runs at least once. */
  public static StepOptions defaults() {
    return DEFAULTS;
  }

  /** Sets the retry policy. */
  public static StepOptions retry(RetryPolicy policy) {
    return DEFAULTS.withRetry(policy);
  }

  /** Options without a retry: the first failed attempt fails the step. */
  public static StepOptions noRetry() {
    return DEFAULTS.withRetry(RetryPolicy.none());
  }

  /** Options for at most one execution of each attempt: a crash in the body is a failed attempt. */
  public static StepOptions atMostOnce() {
    return DEFAULTS.withSemantics(StepSemantics.AT_MOST_ONCE);
  }

  /**
   * The body and its outcome commit together, so the step takes effect exactly once (R53). A failed
   * attempt is rolled back.
   */
  public static StepOptions transactional() {
    return new StepOptions(null, StepSemantics.AT_LEAST_ONCE, true, null);
  }

  /** Sets the retry policy. */
  public StepOptions withRetry(RetryPolicy policy) {
    return new StepOptions(
        Given.value(policy, "StepOptions.retry", "a retry policy"),
        semantics,
        isTransactional,
        codec);
  }

  /** Sets the consequence of a crash in the body. */
  public StepOptions withSemantics(StepSemantics wanted) {
    return new StepOptions(retry, wanted, isTransactional, codec);
  }

  /** Stores the result by another codec. */
  public StepOptions withCodec(PayloadCodec wanted) {
    return new StepOptions(
        retry, semantics, isTransactional, Given.value(wanted, "StepOptions.withCodec", "a codec"));
  }
}

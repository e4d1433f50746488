package dev.foliot.autoconfigure;

import static dev.foliot.autoconfigure.PropertyRange.atLeast;
import static dev.foliot.autoconfigure.PropertyRange.check;
import static dev.foliot.autoconfigure.PropertyRange.notNegative;

import dev.foliot.handler.RetryPolicy;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The settings of retries. The default values of commands differ from those of deliveries and the
 * outbox.
 *
 * @param maxAttempts all attempts together
 * @param initialInterval the first pause
 * @param multiplier the factor from one pause to the next
 * @param maxInterval the longest pause
 * @param jitter the part of itself by which a pause varies, 0 to 1
 */
public record RetryProperties(
    @Nullable Integer maxAttempts,
    @Nullable Duration initialInterval,
    @Nullable Double multiplier,
    @Nullable Duration maxInterval,
    @Nullable Double jitter) {
  /** The default for deliveries and the outbox. */
  static final RetryPolicy DELIVERIES =
      new RetryPolicy(5, Duration.ofMillis(100), 2, Duration.ofSeconds(30), 0.2);

  RetryPolicy over(String key, RetryPolicy standard) {
    RetryPolicy policy =
        new RetryPolicy(
            maxAttempts != null ? maxAttempts : standard.maxAttempts(),
            initialInterval != null ? initialInterval : standard.initialInterval(),
            multiplier != null ? multiplier : standard.multiplier(),
            maxInterval != null ? maxInterval : standard.maxInterval(),
            jitter != null ? jitter : standard.jitter());
    atLeast(1, policy.maxAttempts(), key + ".max-attempts");
    notNegative(policy.initialInterval(), key + ".initial-interval");
    notNegative(policy.maxInterval(), key + ".max-interval");
    check(policy.multiplier() >= 1, key + ".multiplier", "at least 1", policy.multiplier());
    check(
        policy.jitter() >= 0 && policy.jitter() <= 1,
        key + ".jitter",
        "between 0 and 1",
        policy.jitter());
    return policy;
  }
}

package dev.foliot.handler;

import java.time.Duration;
import java.util.function.DoubleSupplier;
import org.apiguardian.api.API;

/**
 * How often and when to try again: {@code initialInterval × multiplier^(n-1)} after the n-th
 * failure, capped, then spread by the jitter.
 *
 * @param maxAttempts all attempts together, at least 1
 * @param initialInterval the first pause
 * @param multiplier from one pause to the next, at least 1
 * @param maxInterval the longest pause, before jitter
 * @param jitter 0 to 1: a pause varies by up to this part of itself, both ways
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public record RetryPolicy(
    int maxAttempts,
    Duration initialInterval,
    double multiplier,
    Duration maxInterval,
    double jitter) {

  /** Whether a message that failed {@code attempts} times may be tried again. */
  public boolean allowsAnotherAfter(int attempts) {
    return attempts < maxAttempts;
  }

  /**
   * The pause after the n-th failure.
   *
   * @param attempts how often it failed, from 1
   * @param random 0 (included) to 1 (excluded); 0.5 gives no jitter
   */
  public Duration pauseAfter(int attempts, DoubleSupplier random) {
    double grown = nanos(initialInterval) * Math.pow(multiplier, attempts - 1);
    double capped = Math.min(grown, nanos(maxInterval));
    double spread = 1 + jitter * (2 * random.getAsDouble() - 1);
    return Duration.ofNanos((long) (capped * spread));
  }

  /** Without the overflow of {@code toNanos} after 292 years. */
  private static double nanos(Duration duration) {
    return duration.getSeconds() * 1e9 + duration.getNano();
  }

  /** The same policy without jitter. */
  public RetryPolicy withoutJitter() {
    return new RetryPolicy(maxAttempts, initialInterval, multiplier, maxInterval, 0);
  }
}

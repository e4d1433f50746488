package dev.foliot.handler;

import dev.foliot.message.Given;
import java.time.Duration;
import java.util.List;
import java.util.function.DoubleSupplier;

/**
 * How often and when to try again: {@code initialInterval × multiplier^(n-1)} after the n-th
 * failure, capped, then spread by the jitter. Immutable.
 *
 * @param maxAttempts all attempts together, at least 1
 * @param initialInterval the first pause
 * @param multiplier the factor from one pause to the next, at least 1
 * @param maxInterval the longest pause, before jitter
 * @param jitter 0 to 1: a pause varies by up to this part of itself, both ways
 * @param only errors of these classes are tried again; empty for all errors
 * @param never errors of these classes are not tried again
 */
public record RetryPolicy(
    int maxAttempts,
    Duration initialInterval,
    double multiplier,
    Duration maxInterval,
    double jitter,
    List<Class<?>> only,
    List<Class<?>> never) {
  private static final Duration DAY = Duration.ofDays(1);

  /**
   * Copies the lists.
   *
   * @throws IllegalArgumentException if one of the classes is not a {@code Throwable}
   */
  public RetryPolicy {
    only = List.copyOf(only);
    never = List.copyOf(never);
    checkErrors(only);
    checkErrors(never);
  }

  private static void checkErrors(List<Class<?>> types) {
    for (Class<?> type : types) {
      if (!Throwable.class.isAssignableFrom(type)) {
        throw new IllegalArgumentException(
            "A retry policy names classes of errors; %s is not a Throwable"
                .formatted(type.getName()));
      }
    }
  }

  /** A policy for all errors. */
  public RetryPolicy(
      int maxAttempts,
      Duration initialInterval,
      double multiplier,
      Duration maxInterval,
      double jitter) {
    this(maxAttempts, initialInterval, multiplier, maxInterval, jitter, List.of(), List.of());
  }

  /** Never tries again. */
  public static RetryPolicy none() {
    return fixed(1, Duration.ZERO);
  }

  /**
   * Pauses for the same time after each failure.
   *
   * @param maxAttempts all attempts together, at least 1
   */
  public static RetryPolicy fixed(int maxAttempts, Duration pause) {
    Given.value(pause, "RetryPolicy.fixed", "a pause");
    return checked(new RetryPolicy(maxAttempts, pause, 1, pause, 0));
  }

  /**
   * A policy whose pause doubles after each failure, up to a day, without jitter.
   *
   * @param maxAttempts the maximum number of attempts, at least 1
   * @param first the first pause
   */
  public static RetryPolicy exponential(int maxAttempts, Duration first) {
    Given.value(first, "RetryPolicy.exponential", "the first pause");
    return checked(new RetryPolicy(maxAttempts, first, 2, DAY, 0));
  }

  private static RetryPolicy checked(RetryPolicy policy) {
    boolean isUsable =
        policy.maxAttempts >= 1
            && !policy.initialInterval.isNegative()
            && policy.multiplier >= 1
            && !policy.maxInterval.isNegative()
            && policy.jitter >= 0
            && policy.jitter <= 1;
    if (!isUsable) {
      throw new IllegalArgumentException(
          "A retry policy has at least 1 attempt, pauses of zero or more, a multiplier of at least 1 and a jitter from 0 to 1; it was "
              + policy);
    }
    return policy;
  }

  /** Multiplies each pause by this factor, at least 1. */
  public RetryPolicy withMultiplier(double factor) {
    return checked(
        new RetryPolicy(maxAttempts, initialInterval, factor, maxInterval, jitter, only, never));
  }

  /** Pauses no longer than this. */
  public RetryPolicy withMaxInterval(Duration longest) {
    Given.value(longest, "RetryPolicy.withMaxInterval", "the longest pause");
    return checked(
        new RetryPolicy(maxAttempts, initialInterval, multiplier, longest, jitter, only, never));
  }

  /** Varies each pause by up to this part of itself, 0 to 1, both ways. */
  public RetryPolicy withJitter(double part) {
    return checked(
        new RetryPolicy(maxAttempts, initialInterval, multiplier, maxInterval, part, only, never));
  }

  /** Tries again only after errors of these classes, or of subclasses. */
  public RetryPolicy onlyFor(Class<?>... errors) {
    return new RetryPolicy(
        maxAttempts, initialInterval, multiplier, maxInterval, jitter, List.of(errors), never);
  }

  /** Does not try again after errors of these classes, or of subclasses. */
  public RetryPolicy exceptFor(Class<?>... errors) {
    return new RetryPolicy(
        maxAttempts, initialInterval, multiplier, maxInterval, jitter, only, List.of(errors));
  }

  /** Whether errors like this one are tried again at all. */
  public boolean retries(Throwable error) {
    return (only.isEmpty() || only.stream().anyMatch(type -> type.isInstance(error)))
        && never.stream().noneMatch(type -> type.isInstance(error));
  }

  /**
   * As {@link #retries}, for an error of which only the name of its class is known. A class that
   * this application does not have matches none of the classes.
   */
  public boolean retriesType(String errorType) {
    return (only.isEmpty() || only.stream().anyMatch(type -> isOfType(errorType, type)))
        && never.stream().noneMatch(type -> isOfType(errorType, type));
  }

  private static boolean isOfType(String errorType, Class<?> type) {
    try {
      return type.isAssignableFrom(Class.forName(errorType, false, type.getClassLoader()));
    } catch (ClassNotFoundException | LinkageError unknown) {
      return false;
    }
  }

  /** Whether there may be another attempt after this number of failures. */
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
    return withJitter(0);
  }
}

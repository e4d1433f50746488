package dev.foliot.workflow;

import dev.foliot.message.Given;
import java.time.Duration;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Options of {@link WorkflowContext#waitForCondition}. Immutable.
 *
 * @param pause computes the pause after a check, from the returned state and the number of the
 *     check, from 1
 * @param maxAttempts the maximum number of checks, at least 1
 * @param codec stores the state; null for JSON
 * @param <S> the state
 */
public record ConditionOptions<S extends @Nullable Object>(
    BiFunction<S, Integer, Duration> pause, int maxAttempts, @Nullable PayloadCodec codec) {
  private static final int DEFAULT_ATTEMPTS = 60;

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if there is no pause, or if the number of checks is less than
   *     1
   */
  public ConditionOptions {
    Given.value(pause, "ConditionOptions", "a pause");
    if (maxAttempts < 1) {
      throw new IllegalArgumentException(
          "A condition is checked at least once; maxAttempts was " + maxAttempts);
    }
  }

  /** Checks again after this pause, 60 times at most. */
  public static <S extends @Nullable Object> ConditionOptions<S> every(Duration pause) {
    PositiveTime.check(
        Given.value(pause, "ConditionOptions.every", "a duration"), "pause of a condition");
    return new ConditionOptions<>((state, attempt) -> pause, DEFAULT_ATTEMPTS, null);
  }

  /**
   * Checks again after a pause that depends on the state and on the number of the check, from 1; 60
   * times at most.
   */
  public static <S extends @Nullable Object> ConditionOptions<S> pausing(
      BiFunction<S, Integer, Duration> pause) {
    return new ConditionOptions<>(pause, DEFAULT_ATTEMPTS, null);
  }

  /** Sets the maximum number of checks, at least 1. */
  public ConditionOptions<S> withMaxAttempts(int attempts) {
    return new ConditionOptions<>(pause, attempts, codec);
  }

  /** Stores the state by another codec. */
  public ConditionOptions<S> withCodec(PayloadCodec wanted) {
    return new ConditionOptions<>(
        pause, maxAttempts, Given.value(wanted, "ConditionOptions.withCodec", "a codec"));
  }
}

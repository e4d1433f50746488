package dev.foliot.workflow;

import org.jspecify.annotations.Nullable;

/**
 * A check of a condition.
 *
 * @param <S> the state
 */
@FunctionalInterface
public interface ConditionCheck<S extends @Nullable Object> {
  /**
   * Gets the last state and returns the next one.
   *
   * @throws Exception any exception ends the operation as failed
   */
  S check(S state, StepAttempt attempt) throws Exception;
}

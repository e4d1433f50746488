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
   * Returns the next state.
   *
   * @throws Exception any exception ends the operation as failed
   */
  S check(S state, StepAttempt attempt) throws Exception;
}

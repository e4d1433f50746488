package dev.foliot.workflow;

import org.jspecify.annotations.Nullable;

/**
 * The code of a step. It runs outside of any transaction, unless the step is transactional.
 *
 * @param <T> the result, stored as JSON
 */
@FunctionalInterface
public interface StepBody<T extends @Nullable Object> {
  /**
   * Runs one attempt.
   *
   * @throws Exception any exception makes the attempt fail
   */
  T run(StepAttempt step) throws Exception;
}

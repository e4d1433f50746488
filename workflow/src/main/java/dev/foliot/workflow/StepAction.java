package dev.foliot.workflow;

/** The code of a step without a result. */
@FunctionalInterface
public interface StepAction {
  /**
   * Runs one attempt.
   *
   * @throws Exception any exception makes the attempt fail
   */
  void run(StepAttempt step) throws Exception;
}

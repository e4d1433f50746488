package dev.foliot.workflow;

/** Sends the id of a callback to another system. */
@FunctionalInterface
public interface CallbackSubmitter {
  /**
   * Runs as a step.
   *
   * @throws Exception any exception makes the attempt fail
   */
  void submit(String callbackId, StepAttempt step) throws Exception;
}

package dev.foliot.workflow.replay;

import dev.foliot.workflow.StepAttempt;
import dev.foliot.workflow.journal.StoredError;
import java.time.Duration;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * The body of a step of {@link KeyedOperations}. The code that runs it may add marks to the journal
 * together with the outcome of each attempt.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public interface KeyedStep {
  /**
   * Runs one attempt, in a thread that may not use the operations of the run.
   *
   * @param lastError the error of the last attempt; null in the first one
   * @param elapsed the time since the first attempt began
   * @throws SetAside if the step waits
   */
  @Nullable Object run(StepAttempt attempt, @Nullable StoredError lastError, Duration elapsed)
      throws Exception;

  /**
   * Adds marks before the outcome of an attempt.
   *
   * @param ended whether no other attempt follows
   */
  void beforeOutcome(boolean ended);

  /** Opens the wait of the step, after {@link SetAside}. */
  void setAside();
}

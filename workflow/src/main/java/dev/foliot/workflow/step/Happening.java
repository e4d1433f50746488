package dev.foliot.workflow.step;

import dev.foliot.workflow.RunError;
import dev.foliot.workflow.step.RunEvent.Given;
import java.time.Instant;
import java.util.List;

/** An event in the life of a run of steps. */
sealed interface Happening {
  /** The run has begun with this event. */
  record Began(Given event) implements Happening {}

  /** A step has returned these events. */
  record Succeeded(String execution, List<Given> events) implements Happening {}

  /**
   * An attempt has failed.
   *
   * @param last whether no other attempt follows
   */
  record AttemptFailed(
      String execution, RunError error, Instant startedAt, Instant at, boolean last)
      implements Happening {}

  /** A step waits for an answer. */
  record Waits(String execution) implements Happening {}

  /** The wait of a step has ended. */
  record GoesOn(String execution) implements Happening {}

  /** The question with this id was put to people. */
  record Asked(String question) implements Happening {}

  /** The answer to the question with this id has come. */
  record Answered(String question, Given event) implements Happening {}

  /** The question with this id has no answer. */
  record Unanswered(String question, RunError error, Instant at) implements Happening {}
}

package dev.foliot.workflow.step;

import dev.foliot.workflow.InternalEvent;

/** An action that a run of steps must take now. */
sealed interface Effect {
  /** Run a step. */
  record Execute(Execution execution) implements Effect {}

  /**
   * Ask a person.
   *
   * @param id the id of the operation
   */
  record Ask(String id, RunEvent question) implements Effect {}

  /** Report the progress of the run. */
  record Report(InternalEvent event) implements Effect {}

  /**
   * End with this event.
   *
   * @param step the step that has given it
   */
  record Succeed(RunEvent.Given stop, String step) implements Effect {}

  /** End, because a step has failed. */
  record Fail(WorkflowFailed failure) implements Effect {}
}

package dev.foliot.workflow.step;

import dev.foliot.workflow.InternalEvent;
import java.util.List;

/**
 * A worker of a step has begun or ended.
 *
 * @param step the name of the step
 * @param worker the worker, such as {@code write-0}
 * @param state the new state of the worker
 * @param input the simple class name of the event that it handled
 * @param outputs the simple class names of the events that it returned
 */
public record StepStateChanged(
    String step, String worker, State state, String input, List<String> outputs)
    implements InternalEvent {
  /** The state of a worker. */
  public enum State {
    /** The worker handles an event. */
    RUNNING,
    /** The worker waits for an answer. */
    WAITING,
    /** The worker has ended. */
    SUCCEEDED,
    /** The last attempt has failed. */
    FAILED
  }
}

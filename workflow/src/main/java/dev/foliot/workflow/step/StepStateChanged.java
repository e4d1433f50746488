package dev.foliot.workflow.step;

import dev.foliot.workflow.InternalEvent;
import java.util.List;

/**
 * A worker of a step has begun or ended.
 *
 * @param step the name of the step
 * @param worker the worker, such as {@code write-0}
 * @param state what it does now
 * @param input the simple name of the class of the event that it took
 * @param outputs the simple names of the classes of the events that it gave
 */
public record StepStateChanged(
    String step, String worker, State state, String input, List<String> outputs)
    implements InternalEvent {
  /** What a worker does. */
  public enum State {
    /** It has taken an event. */
    RUNNING,
    /** It waits for an answer. */
    WAITING,
    /** It has ended. */
    SUCCEEDED,
    /** Its last attempt has failed. */
    FAILED
  }
}

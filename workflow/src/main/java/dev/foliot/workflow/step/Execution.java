package dev.foliot.workflow.step;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A step that has taken an event, and has not ended.
 *
 * @param step the name of the step
 * @param event the event
 * @param worker the number of the worker, from 0
 * @param attempts the number of failed attempts
 * @param startedAt the begin of the first attempt that has ended; null before
 * @param waits whether it waits for an answer
 */
record Execution(
    String step,
    RunEvent event,
    int worker,
    int attempts,
    @Nullable Instant startedAt,
    boolean waits) {

  static Execution of(String step, RunEvent event, int worker) {
    return new Execution(step, event, worker, 0, null, false);
  }

  /** The id of its operation. */
  String id() {
    return event.number() + "-" + step;
  }

  String workerName() {
    return step + "-" + worker;
  }

  Execution failedOnce(Instant attemptAt) {
    Instant first = startedAt == null ? attemptAt : startedAt;
    return new Execution(step, event, worker, attempts + 1, first, waits);
  }

  Execution waiting(boolean isWaiting) {
    return new Execution(step, event, worker, attempts, startedAt, isWaiting);
  }
}

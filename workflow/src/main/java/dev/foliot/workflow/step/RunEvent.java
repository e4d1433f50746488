package dev.foliot.workflow.step;

import dev.foliot.workflow.RunError;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An event on its way through a run.
 *
 * @param number its place among all events of the run, from 1
 * @param given the event
 * @param recoveries the number of calls of each error handler in its lineage
 * @param failure the failure of the step that took the event, for an error handler; null for the
 *     event itself
 */
record RunEvent(
    int number, Given given, Map<String, Integer> recoveries, @Nullable Failure failure) {
  /**
   * An event in the form of the journal.
   *
   * @param type the name of its class
   * @param json the event
   */
  record Given(String type, String json) {
    String simpleName() {
      return type.substring(Math.max(type.lastIndexOf('.'), type.lastIndexOf('$')) + 1);
    }
  }

  /** The failure of a step. */
  record Failure(String step, RunError error, int attempts, Duration elapsed) {}

  int recoveriesBy(String handler) {
    return recoveries.getOrDefault(handler, 0);
  }

  String simpleName() {
    return failure == null ? given.simpleName() : StepFailed.class.getSimpleName();
  }
}

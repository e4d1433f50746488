package dev.foliot.workflow.step;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The state of a run of steps. Immutable.
 *
 * @param events the number of its events
 * @param running the steps that have taken an event, by the ids of their operations, in the order
 *     in which they took it
 * @param queued the events that wait for a worker, by the names of their steps
 * @param questions the questions to people that are open, by the ids of their operations
 * @param idle whether no step could continue at the last check
 * @param ended whether the run has ended
 */
record StepsState(
    int events,
    Map<String, Execution> running,
    Map<String, EventQueue> queued,
    Map<String, Question> questions,
    boolean idle,
    boolean ended) {
  static final StepsState NEW = new StepsState(0, Map.of(), Map.of(), Map.of(), false, false);

  /**
   * A question without an answer.
   *
   * @param event the question
   * @param asking the step that has asked it
   * @param isOpen whether it was put to people
   */
  record Question(RunEvent event, Execution asking, boolean isOpen) {
    Question opened() {
      return new Question(event, asking, true);
    }
  }

  /** Copies the maps. */
  StepsState {
    running = Collections.unmodifiableMap(new LinkedHashMap<>(running));
    queued = Collections.unmodifiableMap(new LinkedHashMap<>(queued));
    questions = Collections.unmodifiableMap(new LinkedHashMap<>(questions));
  }

  StepsState withIdle(boolean isIdle) {
    return new StepsState(events, running, queued, questions, isIdle, ended);
  }

  /** Whether no step can continue before an answer comes from outside. */
  boolean canOnlyWait() {
    return !ended
        && running.values().stream().allMatch(Execution::waits)
        && questions.values().stream().allMatch(Question::isOpen);
  }

  /** The names of the steps that have not ended, sorted. */
  List<String> activeSteps() {
    return Stream.concat(
            running.values().stream().map(Execution::step),
            questions.values().stream().map(question -> question.asking().step()))
        .distinct()
        .sorted()
        .toList();
  }
}

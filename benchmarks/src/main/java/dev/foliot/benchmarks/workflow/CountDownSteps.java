package dev.foliot.benchmarks.workflow;

import dev.foliot.workflow.step.StartEvent;
import dev.foliot.workflow.step.Step;
import dev.foliot.workflow.step.StopEvent;

/** Event-typed steps that do nothing but count down. */
class CountDownSteps {
  /** Starts the run. */
  record Begun(int from) implements StartEvent {}

  /** What a step gives. */
  sealed interface Next {}

  /** Not at the end yet. */
  record Left(int count) implements Next {}

  /** At the end. */
  record Landed(int from) implements Next, StopEvent {}

  @Step
  Left begin(Begun begun) {
    return new Left(begun.from());
  }

  @Step
  Next count(Left left) {
    return left.count() == 0 ? new Landed(0) : new Left(left.count() - 1);
  }
}

package dev.foliot.test.steps;

import dev.foliot.workflow.Workflow;
import dev.foliot.workflow.step.StartEvent;
import dev.foliot.workflow.step.Step;
import dev.foliot.workflow.step.StepContext;
import dev.foliot.workflow.step.Stop;

/** Two steps: the first one reports its progress. */
// docs: first
@Workflow
class Loud {
  record Topic(String text) implements StartEvent {}

  record Progress(String message) {}

  record Done(String text) {}

  @Step
  Done shout(Topic topic, StepContext<?> ctx) {
    ctx.emit(new Progress("started"));
    return new Done(topic.text().toUpperCase());
  }

  @Step
  Stop<String> finish(Done done) {
    return new Stop<>(done.text());
  }
}
// docs: end

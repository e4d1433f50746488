package dev.foliot.test.workflows;

import dev.foliot.workflow.Workflow;
import dev.foliot.workflow.step.StartEvent;
import dev.foliot.workflow.step.Step;
import dev.foliot.workflow.step.StepContext;
import dev.foliot.workflow.step.Stop;

/** Its step emits a {@link Stop} that does not end the run. */
@Workflow(name = "emitted-stop")
class EmittedStop {
  record Begin() implements StartEvent {}

  @Step
  Stop<StreamsIntegrationTests.Progress> end(Begin begin, StepContext<?> ctx) {
    ctx.emit(new Stop<>("draft"));
    return new Stop<>(new StreamsIntegrationTests.Progress(100));
  }
}

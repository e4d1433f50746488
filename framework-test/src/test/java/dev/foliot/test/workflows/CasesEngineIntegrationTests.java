package dev.foliot.test.workflows;

import static java.time.Duration.ofMillis;

import dev.foliot.test.Runs;
import dev.foliot.test.WorkflowTestRun;
import dev.foliot.test.workflow.BatchCases;
import dev.foliot.test.workflow.CallbackCases;
import dev.foliot.test.workflow.ConditionCases;
import dev.foliot.test.workflow.ContextCases;
import dev.foliot.test.workflow.FunctionCases;
import dev.foliot.test.workflow.InvokeCases;
import dev.foliot.test.workflow.StepCases;
import dev.foliot.test.workflow.WaitCases;
import dev.foliot.workflow.DurableFunction;
import java.time.Duration;
import java.util.List;
import org.springframework.beans.factory.annotation.Autowired;

/** All cases at level 3. */
class CasesEngineIntegrationTests extends WorkflowTest
    implements StepCases,
        WaitCases,
        BatchCases,
        ConditionCases,
        ContextCases,
        CallbackCases,
        InvokeCases,
        FunctionCases {
  @Autowired Runs runs;
  @Autowired Scripted.WithAnyResult any;

  @Override
  public WorkflowTestRun<Object> start(DurableFunction<String, Object> code) {
    any.code = code;
    return runs.start(Scripted.WithAnyResult.class, "in");
  }

  @Override
  public void child(DurableFunction<String, String> code) {
    child.code = code;
  }

  @Override
  public List<String> ran() {
    return scripted.ran;
  }

  /** Those of {@code foliot.engine.retry}. */
  @Override
  public List<Duration> defaultPauses() {
    return List.of(ofMillis(100), ofMillis(200), ofMillis(400), ofMillis(800));
  }
}

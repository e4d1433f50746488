package dev.foliot.test.workflow;

import static java.time.Duration.ofSeconds;

import dev.foliot.test.WorkflowTestRun;
import dev.foliot.test.WorkflowTestRunner;
import dev.foliot.workflow.DurableFunction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All cases at level 1. */
class CasesOfRunnersTests
    implements StepCases,
        WaitCases,
        BatchCases,
        ConditionCases,
        ContextCases,
        CallbackCases,
        InvokeCases,
        FunctionCases {
  private final List<String> ran = new ArrayList<>();
  private DurableFunction<String, @Nullable String> child = (ctx, input) -> input;

  @Override
  public WorkflowTestRun<@Nullable Object> start(DurableFunction<String, @Nullable Object> code) {
    return WorkflowTestRunner.of(String.class, code).on(CHILD, child).start("in");
  }

  @Override
  public void child(DurableFunction<String, @Nullable String> code) {
    child = code;
  }

  @Override
  public List<String> ran() {
    return ran;
  }

  @Override
  public List<Duration> defaultPauses() {
    return List.of(ofSeconds(1), ofSeconds(2));
  }
}

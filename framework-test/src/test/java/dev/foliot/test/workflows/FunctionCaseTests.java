package dev.foliot.test.workflows;

import dev.foliot.test.WorkflowResult;
import dev.foliot.test.WorkflowTestRunner;
import dev.foliot.workflow.DurableFunction;
import java.util.ArrayList;
import java.util.List;

/** At level 1. */
class FunctionCaseTests implements FunctionCases {
  private final List<String> ran = new ArrayList<>();

  @Override
  public WorkflowResult<String> run(
      DurableFunction<String, String> code, DurableFunction<String, String> child) {
    return WorkflowTestRunner.of(String.class, code).on("scripted-child", child).run("in");
  }

  @Override
  public List<String> ran() {
    return ran;
  }
}

package dev.foliot.test.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.test.Runs;
import dev.foliot.test.WorkflowResult;
import dev.foliot.workflow.DurableFunction;
import dev.foliot.workflow.NonDeterministicWorkflowException;
import dev.foliot.workflow.RunHandle;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** At level 3; with the code that changes under a run: I21. */
class FunctionCasesIntegrationTests extends WorkflowTest implements FunctionCases {
  @Autowired Runs runs;

  @Override
  public WorkflowResult<String> run(
      DurableFunction<String, String> code, DurableFunction<String, String> child) {
    code(code);
    this.child.code = child;
    start("r-1");
    engine.runUntilIdle();
    return runs.find("r-1", Scripted.class).result();
  }

  @Override
  public List<String> ran() {
    return scripted.ran;
  }

  private static DurableFunction<String, String> steps(String... names) {
    return (ctx, input) -> {
      for (String name : names) {
        ctx.stepAsync(name, String.class, step -> name);
      }
      ctx.wait("pause", Duration.ofHours(1));
      return input;
    };
  }

  @Test
  void i21NamesAParallelStepThatIsGone() {
    code(steps("one", "two"));
    RunHandle<String> run = start("r-1");
    engine.run();

    code(steps("one"));
    engine.runUntilIdle();

    assertThat(run.error().orElseThrow().type())
        .isEqualTo(NonDeterministicWorkflowException.class.getName());
    assertThat(run.error().orElseThrow().message()).contains("Step 'two' at position 2");
  }
}

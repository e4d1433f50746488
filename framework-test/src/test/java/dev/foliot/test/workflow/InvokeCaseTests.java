package dev.foliot.test.workflow;

import static dev.foliot.test.FoliotAssertions.*;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import dev.foliot.test.WorkflowResult;
import dev.foliot.test.WorkflowTestRunner;
import dev.foliot.workflow.DurableFunction;
import dev.foliot.workflow.InvokeFailedException;
import dev.foliot.workflow.InvokeOptions;
import dev.foliot.workflow.InvokeTimedOutException;
import dev.foliot.workflow.Workflow;
import dev.foliot.workflow.WorkflowContext;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.core.ParameterizedTypeReference;

/** Child runs, at level 1 only: the example of the documentation, stubs and times. */
class InvokeCaseTests {
  private static final ParameterizedTypeReference<String> TEXT =
      ParameterizedTypeReference.forType(String.class);

  // docs: invoke
  @Workflow(name = "echo")
  static class Echo implements DurableFunction<String, String> {
    @Override
    public String run(WorkflowContext ctx, String input) {
      ctx.wait("pause", ofMinutes(5));
      return "echo " + input;
    }
  }

  @Test
  void a36GetsTheResultOfTheChildRun() {
    WorkflowResult<String> result =
        WorkflowTestRunner.of(
                String.class, (ctx, input) -> ctx.invoke("child", Echo.class, input, String.class))
            .on(new Echo())
            .run("hello");

    assertThat(result).hasResult("echo hello").took(ofMinutes(5));
    assertThat(result.invoke("child").result(String.class)).isEqualTo("echo hello");
  }

  // docs: end

  @Test
  void a36TakesAStubInsteadOfTheChildRun() {
    WorkflowResult<String> result =
        WorkflowTestRunner.of(String.class, InvokeCaseTests::caught)
            .stub("child", failsWith(new IllegalStateException("down")))
            .run("hello");

    assertThat(result).hasResult("java.lang.IllegalStateException down");
  }

  private static String caught(WorkflowContext ctx, String input) {
    String caught;
    try {
      caught = ctx.invoke("child", "other", input, TEXT, InvokeOptions.defaults());
    } catch (InvokeFailedException e) {
      caught = e.errorType() + " " + e.getMessage();
    }
    ctx.wait(null, ofSeconds(1));
    return caught;
  }

  @Test
  void cancelsAChildRunThatIsTooSlow() {
    List<String> undone = new ArrayList<>();

    WorkflowResult<String> result =
        WorkflowTestRunner.of(
                String.class,
                (ctx, input) -> {
                  try {
                    InvokeOptions options = InvokeOptions.timeout(ofHours(1));
                    return ctx.invoke("child", "slow", input, TEXT, options);
                  } catch (InvokeTimedOutException e) {
                    ctx.wait(null, ofSeconds(1));
                    return "too slow";
                  }
                })
            .on(
                "slow",
                (ctx, input) -> {
                  ctx.compensate("undo", step -> undone.add("undone"));
                  ctx.wait("long", ofHours(2));
                  return "late";
                })
            .run("x");

    assertThat(result).hasResult("too slow").took(ofHours(1).plusSeconds(1));
    assertThat(undone).containsExactly("undone");
  }

  @Test
  void namesAWorkflowThatTheTestDoesNotHave() {
    var runner = WorkflowTestRunner.of(String.class, InvokeCaseTests::caught);

    assertThatThrownBy(() -> runner.run("x"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("invoked the workflow 'other', and the test does not have it");
  }
}

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
import dev.foliot.workflow.PayloadCodec;
import dev.foliot.workflow.Workflow;
import dev.foliot.workflow.WorkflowContext;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.core.ParameterizedTypeReference;

/** Child runs: A36. */
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
  void a36GetsTheErrorOfTheChildRunAgain() {
    List<String> invoked = new ArrayList<>();

    WorkflowResult<String> result =
        WorkflowTestRunner.of(String.class, InvokeCaseTests::caught)
            .on(
                "other",
                (ctx, input) -> {
                  invoked.add("once");
                  throw new IllegalStateException("no");
                })
            .run("hello");

    assertThat(result).hasResult("java.lang.IllegalStateException no");
    assertThat(invoked).hasSize(1);
  }

  @Test
  void a36FailsWithTheChildRun() {
    WorkflowResult<String> result =
        WorkflowTestRunner.of(
                String.class,
                (ctx, in) ->
                    ctx.child(
                        "in",
                        String.class,
                        c -> c.invoke("child", "other", in, TEXT, InvokeOptions.defaults())))
            .on(
                "other",
                (ctx, input) -> {
                  throw new IllegalStateException("no");
                })
            .run("hello");

    assertThat(result).hasError(IllegalStateException.class).hasErrorContaining("no");
  }

  @Test
  void a36GetsNullFromTheChildRun() {
    WorkflowResult<String> result =
        WorkflowTestRunner.of(
                String.class,
                (ctx, in) ->
                    String.valueOf(
                        (Object) ctx.invoke("child", "none", in, TEXT, InvokeOptions.defaults())))
            .on("none", (ctx, input) -> nothing())
            .run("hello");

    assertThat(result).hasResult("null");
  }

  private static @Nullable Object nothing() {
    return null;
  }

  @Test
  void a36InvokesTwoInARow() {
    WorkflowResult<String> result =
        WorkflowTestRunner.of(
                String.class,
                (ctx, input) -> {
                  String first = ctx.invoke("one", Echo.class, input, String.class);
                  return ctx.invoke("two", Echo.class, first, String.class);
                })
            .on(new Echo())
            .run("x");

    assertThat(result).hasResult("echo echo x").ran("one", "two").inOrder().took(ofMinutes(10));
  }

  /** Stores texts between angle brackets. */
  private static final class Bracketed implements PayloadCodec {
    @Override
    public String write(@Nullable Object value) {
      return "\"<" + value + ">\"";
    }

    @Override
    public Object read(String payload, Type type) {
      return "read " + payload;
    }
  }

  @Test
  void a36WritesAndReadsByItsOwnCodecs() {
    InvokeOptions options =
        InvokeOptions.defaults().withInputCodec(new Bracketed()).withResultCodec(new Bracketed());

    WorkflowResult<String> result =
        WorkflowTestRunner.of(
                String.class, (ctx, input) -> ctx.invoke("child", "echo", input, TEXT, options))
            .on(new Echo())
            .run("x");

    assertThat(result).hasResult("read \"echo <x>\"");
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

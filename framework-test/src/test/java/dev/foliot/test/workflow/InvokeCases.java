package dev.foliot.test.workflow;

import static dev.foliot.test.FoliotAssertions.*;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import dev.foliot.workflow.InvokeFailedException;
import dev.foliot.workflow.InvokeOptions;
import dev.foliot.workflow.PayloadCodec;
import dev.foliot.workflow.WorkflowContext;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.core.ParameterizedTypeReference;

/** Child runs: A36. */
public interface InvokeCases extends Cases {
  ParameterizedTypeReference<String> TEXT = ParameterizedTypeReference.forType(String.class);

  private static String invoke(WorkflowContext ctx, String operation, String input) {
    return ctx.invoke(operation, CHILD, input, TEXT, InvokeOptions.defaults());
  }

  private String echo(WorkflowContext ctx, String input) {
    ctx.wait("pause", ofMinutes(5));
    return "echo " + did(input);
  }

  @Test
  default void a36GetsTheResultOfTheChildRun() {
    child(this::echo);

    var result =
        run(
            (ctx, input) -> {
              String answer = invoke(ctx, "child", "hello");
              ctx.wait("after", ofMinutes(1));
              return answer;
            });

    assertThat(result).hasResult("echo hello").took(ofMinutes(6));
    assertThat(result.invoke("child").result(String.class)).isEqualTo("echo hello");
    assertThat(ran()).containsExactly("hello");
  }

  @Test
  default void a36GetsNullFromTheChildRun() {
    child((ctx, input) -> null);

    var result = run((ctx, input) -> String.valueOf((Object) invoke(ctx, "child", "x")));

    assertThat(result).hasResult("null");
  }

  @Test
  default void a36FailsWithTheChildRun() {
    child((ctx, input) -> refuse());

    var result = run((ctx, input) -> invoke(ctx, "child", "x"));

    assertThat(result).hasError(IllegalStateException.class).hasErrorContaining("no");
  }

  @Test
  default void a36GetsTheErrorOfTheChildRunAgain() {
    child((ctx, input) -> refuse());

    var result =
        run(
            (ctx, input) -> {
              String caught;
              try {
                caught = invoke(ctx, "child", "x");
              } catch (InvokeFailedException e) {
                caught = e.errorType() + " " + e.getMessage();
              }
              ctx.wait(null, ofSeconds(1));
              return caught;
            });

    assertThat(result).hasResult("java.lang.IllegalStateException no");
    assertThat(ran()).containsExactly("refuse");
  }

  @Test
  default void a36InvokesInAContext() {
    child(this::echo);

    var result =
        run((ctx, input) -> ctx.child("in", String.class, child -> invoke(child, "run", "x")));

    assertThat(result).hasResult("echo x");
    assertThat(result.invoke("run").parent()).isEqualTo(result.child("in").id());
  }

  @Test
  default void a36GetsNullInAContext() {
    child((ctx, input) -> null);

    var result =
        run(
            (ctx, input) ->
                ctx.child(
                    "in",
                    String.class,
                    child -> String.valueOf((Object) invoke(child, "run", "x"))));

    assertThat(result).hasResult("null");
  }

  @Test
  default void a36FailsInAContext() {
    child((ctx, input) -> refuse());

    var result =
        run((ctx, input) -> ctx.child("in", String.class, child -> invoke(child, "run", "x")));

    assertThat(result).hasError(IllegalStateException.class).hasErrorContaining("no");
  }

  @Test
  default void a36InvokesTwoInARow() {
    child(this::echo);

    var result = run((ctx, input) -> invoke(ctx, "two", invoke(ctx, "one", "x")));

    assertThat(result).hasResult("echo echo x").ran("one", "two").inOrder().took(ofMinutes(10));
  }

  /** Stores texts between angle brackets. */
  final class Bracketed implements PayloadCodec {
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
  default void a36WritesAndReadsByItsOwnCodecs() {
    child(this::echo);
    InvokeOptions options =
        InvokeOptions.defaults().withInputCodec(new Bracketed()).withResultCodec(new Bracketed());

    var result = run((ctx, input) -> ctx.invoke("child", CHILD, "x", TEXT, options));

    assertThat(result).hasResult("read \"echo <x>\"");
  }
}

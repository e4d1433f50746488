package dev.foliot.test.workflow;

import static dev.foliot.test.FoliotAssertions.*;
import static java.time.Duration.ofSeconds;

import dev.foliot.test.WorkflowResult;
import dev.foliot.test.WorkflowTestRunner;
import dev.foliot.workflow.ContextFailedException;
import dev.foliot.workflow.StepOptions;
import dev.foliot.workflow.WorkflowContext;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Child contexts: A4, A5, A26 to A29. */
class ContextCaseTests {
  private final List<String> done = new ArrayList<>();

  private String did(String what) {
    done.add(what);
    return what;
  }

  record Item(String itemId, boolean checked) {}

  // docs: child
  @Test
  void a4RunsAChildContext() {
    WorkflowResult<Item> result =
        WorkflowTestRunner.of(
                String.class,
                (ctx, id) ->
                    ctx.child(
                        "item_processing",
                        Item.class,
                        child -> {
                          String found = child.step("find", String.class, step -> id);
                          return new Item(found, child.step("check", Boolean.class, s -> true));
                        }))
            .run("item-123");

    assertThat(result.operations()).hasSize(1);
    assertThat(result.child("item_processing").result(Item.class).itemId()).isEqualTo("item-123");
    assertThat(result.step("check").parent()).isEqualTo(result.child("item_processing").id());
  }

  // docs: end

  record Data(int value, boolean validated, boolean transformed) {}

  @Test
  void a5RunsChildrenOneAfterTheOther() {
    WorkflowResult<Data> result =
        WorkflowTestRunner.of(
                Integer.class,
                (ctx, value) -> {
                  Data valid =
                      ctx.child("validation", Data.class, child -> new Data(value, true, false));
                  return ctx.child(
                      "transformation",
                      Data.class,
                      child -> new Data(valid.value(), valid.validated(), true));
                })
            .run(42);

    assertThat(result)
        .hasResult(new Data(42, true, true))
        .ran("validation", "transformation")
        .inOrder();
    assertThat(result.operations()).hasSize(2);
  }

  @Test
  void a26DoesNotRunAChildAgain() {
    WorkflowResult<String> result =
        WorkflowTestRunner.of(
                String.class,
                (ctx, input) -> {
                  String value = ctx.child("once", String.class, child -> did("child"));
                  ctx.wait(null, ofSeconds(1));
                  return value;
                })
            .run("");

    assertThat(result).hasResult("child");
    assertThat(done).containsExactly("child");
  }

  @Test
  void a28ResumesAnInterruptedChild() {
    WorkflowResult<String> result =
        WorkflowTestRunner.of(
                String.class,
                (ctx, input) ->
                    ctx.child(
                        "work",
                        String.class,
                        child -> {
                          child.step("first", String.class, step -> did("first"));
                          return child.step("second", String.class, step -> did("second"));
                        }))
            .loseOutcomeOf("second")
            .run("");

    assertThat(result).hasResult("second");
    assertThat(done).containsExactly("first", "second", "second");
    assertThat(result.repeated()).containsExactly("second");
    assertThat(result.history())
        .filteredOn(event -> event.type().equals("ContextStarted"))
        .hasSize(1);
  }

  @Test
  void a29CatchesTheErrorOfAChild() {
    WorkflowResult<String> result =
        WorkflowTestRunner.of(String.class, ContextCaseTests::caught).run("");

    assertThat(result).hasResult("java.lang.IllegalStateException no");
  }

  private static String caught(WorkflowContext ctx, String input) {
    try {
      return failing(ctx, input);
    } catch (ContextFailedException e) {
      ctx.step("after", String.class, step -> "ok");
      return e.errorType() + " " + e.getMessage();
    }
  }

  private static String failing(WorkflowContext ctx, String input) {
    return ctx.child(
        "bad",
        String.class,
        child -> child.step("inner", String.class, StepOptions.noRetry(), step -> refuse()));
  }

  private static String refuse() {
    throw new IllegalStateException("no");
  }

  @Test
  void a29FailsWithTheErrorOfAChild() {
    assertThat(WorkflowTestRunner.of(String.class, ContextCaseTests::failing).run(""))
        .hasError(IllegalStateException.class)
        .hasErrorContaining("no");
    assertThat(
            WorkflowTestRunner.of(
                    String.class, (ctx, in) -> ctx.child("bad", String.class, c -> refuse()))
                .run(""))
        .hasError(IllegalStateException.class);
  }

  @Test
  void a29GivesNullFromAChild() {
    WorkflowResult<@Nullable Object> result =
        WorkflowTestRunner.<String, @Nullable Object>of(
                String.class, (ctx, input) -> ctx.child("none", Object.class, child -> nothing()))
            .run("");

    assertThat(result).hasResult(null);
  }

  @SuppressWarnings("NullAway") // it gives nothing
  private static Object nothing() {
    return null;
  }
}

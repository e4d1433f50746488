package dev.foliot.test.workflow;

import static dev.foliot.test.FoliotAssertions.*;

import dev.foliot.workflow.BatchOptions;
import dev.foliot.workflow.Branch;
import dev.foliot.workflow.DurableFuture;
import dev.foliot.workflow.InvokeOptions;
import dev.foliot.workflow.InvokeTimedOutException;
import dev.foliot.workflow.StepOptions;
import dev.foliot.workflow.WorkflowContext;
import dev.foliot.workflow.journal.HistoryEvent;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.core.ParameterizedTypeReference;

/** Functions: I17, I18, I20, I22, I24, I32 and I33. */
public interface FunctionCases extends Cases {
  ParameterizedTypeReference<String> TEXT = ParameterizedTypeReference.forType(String.class);

  @Test
  default void i17KeepsTheStateOfARunThatEndsAfterParallelSteps() {
    var result =
        run(
            (ctx, input) -> {
              DurableFuture<String> one = ctx.stepAsync("one", String.class, step -> did("1"));
              DurableFuture<String> two = ctx.stepAsync("two", String.class, step -> did("2"));
              return one.get() + two.get();
            });

    assertThat(result).hasResult("12");
    assertThat(result.step("one").result(String.class)).isEqualTo("1");
    assertThat(result.step("two").result(String.class)).isEqualTo("2");
    assertThat(result.history())
        .extracting(HistoryEvent::type)
        .filteredOn(type -> type.endsWith("Succeeded"))
        .containsExactly("StepSucceeded", "StepSucceeded", "ExecutionSucceeded");
  }

  @Test
  default void i18RunsEachBodyOnce() {
    var result =
        run(
            (ctx, input) -> {
              String one = ctx.step("one", String.class, step -> did("1"));
              ctx.wait("pause", Duration.ofHours(1));
              return one + ctx.step("two", String.class, step -> did("2"));
            });

    assertThat(result).hasResult("12");
    assertThat(ran()).containsExactly("1", "2");
    assertThat(result.step("one").result(String.class)).isEqualTo("1");
    assertThat(result.step("two").result(String.class)).isEqualTo("2");
  }

  @Test
  default void i20GivesOutputsOfOneNameByTheirIndex() {
    var result =
        run(
            (ctx, input) -> {
              for (int round = 0; round < 2; round++) {
                String output = "round " + round;
                ctx.step("again", String.class, step -> did(output));
                ctx.wait("pause", Duration.ofHours(1));
              }
              return input;
            });

    assertThat(result).succeeded();
    assertThat(ran()).containsExactly("round 0", "round 1");
    assertThat(result.operations("again"))
        .extracting(step -> step.result(String.class))
        .containsExactly("round 0", "round 1");
  }

  @Test
  default void i22RefusesAStepInAStep() {
    var result =
        run(
            (ctx, input) -> {
              ctx.step(
                  "outer", String.class, StepOptions.noRetry(), step -> did("outer") + inner(ctx));
              return ctx.step("after", String.class, step -> did("after"));
            });

    assertThat(result).hasErrorContaining("was called in the body of Step 'outer'");
    assertThat(ran()).containsExactly("outer");
  }

  private String inner(WorkflowContext ctx) {
    return ctx.step("inner", String.class, step -> did("inner"));
  }

  @Test
  default void i24CatchesTheTimeOutOfAnInvokedWorkflow() {
    child(FunctionCases::sleep);

    var result =
        run(
            (ctx, input) -> {
              try {
                return slow(ctx);
              } catch (InvokeTimedOutException e) {
                return "caught " + e.operation();
              }
            });

    assertThat(result).hasResult("caught child").took(Duration.ofMinutes(1));
  }

  @Test
  default void i24FailsWithTheTimeOutOfAnInvokedWorkflow() {
    child(FunctionCases::sleep);

    var result = run((ctx, input) -> slow(ctx));

    assertThat(result).hasErrorContaining("child");
    assertThat(result.error().type()).endsWith("Invoke.Timeout");
  }

  private static String slow(WorkflowContext ctx) {
    return ctx.invoke("child", CHILD, "in", TEXT, InvokeOptions.timeout(Duration.ofMinutes(1)));
  }

  private static String sleep(WorkflowContext ctx, String input) {
    ctx.wait("sleep", Duration.ofHours(1));
    return input;
  }

  /** A test runs one branch until it waits. On threads, the bodies of branches overlap. */
  @Test
  default void i32RunsTheStepsOfOneGroupBeforeThoseOfTheOther() {
    var result =
        run(
            (ctx, input) ->
                groups(ctx, BatchOptions.defaults()) + groups(ctx, BatchOptions.maxConcurrency(1)));

    assertThat(result).succeeded();
    assertThat(ran()).containsExactly("a.1", "a.2", "b.1", "b.2", "a.1", "a.2", "b.1", "b.2");
  }

  private String groups(WorkflowContext ctx, BatchOptions options) {
    return String.join(
        " ",
        ctx.parallel(
                "groups", TEXT, List.of(Branch.of("a", this::a), Branch.of("b", this::b)), options)
            .results());
  }

  private String a(WorkflowContext ctx) {
    return ctx.step("a.1", String.class, step -> did("a.1"))
        + ctx.step("a.2", String.class, step -> did("a.2"));
  }

  private String b(WorkflowContext ctx) {
    return ctx.step("b.1", String.class, step -> did("b.1"))
        + ctx.step("b.2", String.class, step -> did("b.2"));
  }

  @Test
  default void i33FailsWithAResultThatCannotBeStored() {
    var result =
        run(
            (ctx, input) -> {
              ctx.step("thread", Object.class, step -> new Endless());
              return input;
            });

    assertThat(result)
        .hasErrorContaining("The result of Step 'thread' at position 1 cannot be stored")
        .hasErrorContaining("Use a record of values that have JSON");
  }

  /** Has no end as JSON. */
  final class Endless {
    public Endless getSelf() {
      return this;
    }
  }
}

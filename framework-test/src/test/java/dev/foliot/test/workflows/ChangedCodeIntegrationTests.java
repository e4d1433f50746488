package dev.foliot.test.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.workflow.DurableFunction;
import dev.foliot.workflow.NonDeterministicWorkflowException;
import dev.foliot.workflow.RunError;
import dev.foliot.workflow.RunHandle;
import dev.foliot.workflow.RunOptions;
import dev.foliot.workflow.RunStatus;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;

/** Code that changes under a run: A50, I21, patches, and outcomes by name. */
class ChangedCodeIntegrationTests extends WorkflowTest {
  private static final Duration HOUR = Duration.ofHours(1);

  @Autowired Scripted.ByName byName;

  /** A step, and then a wait. */
  private DurableFunction<String, String> step(String name) {
    return (ctx, input) -> {
      String result = ctx.step(name, String.class, step -> scripted.did("step"));
      ctx.wait("pause", HOUR);
      return result;
    };
  }

  private DurableFunction<String, String> child(String name) {
    return (ctx, input) -> {
      String result = ctx.child(name, String.class, child -> scripted.did("child"));
      ctx.wait("pause", HOUR);
      return result;
    };
  }

  /** Starts a run of the first code, and lets the other one continue it. */
  private RunHandle<String> change(
      DurableFunction<String, String> from, DurableFunction<String, String> to) {
    code(from);
    RunHandle<String> run = start("r-1");
    engine.run();
    code(to);
    engine.runUntilIdle();
    return run;
  }

  @Test
  void a50AcceptsTheSameCode() {
    RunHandle<String> run = change(step("a"), step("a"));

    assertThat(run.result()).contains("step");
    assertThat(scripted.ran).containsExactly("step");
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "null",
      quoteCharacter = '"',
      value = {"a, b, Step 'a', Step 'b'", "null, a, Step, Step 'a'", "a, null, Step 'a', Step"})
  void a50RefusesAnotherName(String from, String to, String expected, String found) {
    RunHandle<String> run = change(step(from), step(to));

    assertRefused(run, expected, found);
  }

  @Test
  void a50RefusesAnotherType() {
    RunHandle<String> run = change(step("a"), child("a"));

    assertRefused(run, "Step 'a'", "RunInChildContext 'a'");
  }

  private void assertRefused(RunHandle<String> run, String expected, String found) {
    RunError error = run.error().orElseThrow();
    assertThat(run.status()).isEqualTo(RunStatus.FAILED);
    assertThat(error.type()).isEqualTo(NonDeterministicWorkflowException.class.getName());
    assertThat(error.message())
        .contains("its journal has " + expected)
        .contains("at position 1, and the workflow asked for " + found);
    assertThat(scripted.ran).containsExactly("step");
  }

  private static DurableFunction<String, String> steps(String... names) {
    return (ctx, input) -> {
      for (String name : names) {
        ctx.stepAsync(name, String.class, step -> name);
      }
      ctx.wait("pause", HOUR);
      return input;
    };
  }

  @Test
  void i21NamesAParallelStepThatIsGone() {
    RunHandle<String> run = change(steps("one", "two"), steps("one"));

    assertThat(run.error().orElseThrow().type())
        .isEqualTo(NonDeterministicWorkflowException.class.getName());
    assertThat(run.error().orElseThrow().message()).contains("Step 'two' at position 2");
  }

  @Test
  void patchedCodeRunsOnlyInNewRuns() {
    DurableFunction<String, String> patched =
        (ctx, input) -> {
          if (ctx.patched("check first")) {
            ctx.step("check", step -> scripted.did("check"));
          }
          return step("a").run(ctx, input);
        };

    RunHandle<String> run = change(step("a"), patched);
    RunHandle<String> later = start("r-2");
    engine.runUntilIdle();

    assertThat(run.result()).contains("step");
    assertThat(later.result()).contains("step");
    assertThat(scripted.ran).containsExactly("step", "check", "step");
  }

  @Test
  void byNameTheOrderMayChange() {
    byName.code = twoSteps("a", "b");
    RunHandle<String> run = workflows.start(Scripted.ByName.class, "in", RunOptions.id("r-1"));
    engine.run();

    byName.code = twoSteps("b", "a");
    engine.runUntilIdle();

    assertThat(run.error()).isEmpty();
    assertThat(run.result()).contains("ba");
    assertThat(scripted.ran).containsExactly("a", "b");
  }

  private DurableFunction<String, String> twoSteps(String first, String second) {
    return (ctx, input) -> {
      String one = ctx.step(first, String.class, step -> scripted.did(first));
      String two = ctx.step(second, String.class, step -> scripted.did(second));
      ctx.wait("pause", HOUR);
      return one + two;
    };
  }
}

package dev.foliot.test.workflows;

import static dev.foliot.test.FoliotAssertions.assertThat;
import static java.time.Duration.ofHours;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.foliot.EngineRun;
import dev.foliot.test.Flow;
import dev.foliot.workflow.CallbackOptions;
import dev.foliot.workflow.StepOptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The report of the engine in test mode about runs (Level 3). */
class EngineRunsIntegrationTests extends WorkflowTest {
  @BeforeEach
  void bookWithApproval() {
    code(
        (ctx, input) -> {
          ctx.step("book", step -> scripted.did("book"));
          ctx.wait("cooling", ofHours(1));
          String answer =
              ctx.waitForCallback(
                  "approval", String.class, CallbackOptions.defaults(), (id, step) -> {});
          return ctx.step("pay", String.class, step -> scripted.did("pay " + answer));
        });
  }

  @Test
  void reportsInvocationsByName() {
    start("r-1");

    EngineRun run = engine.run();

    assertThat(run.toString())
        .containsPattern("scripted +run +r-1 +1 +waiting for cooling +book")
        .contains("due later: scripted r-1 waits for cooling, due at +3600000 ms");
    assertThat(run).run("scripted", "r-1").wasInvoked(1).did("book").isWaitingFor("cooling");
    assertThat(run.isQuiescent()).isFalse();
  }

  @Test
  void skipsToWhatIsDueOfRuns() {
    start("r-1");

    EngineRun run = engine.runUntilIdle();

    assertThat(run).isQuiescent();
    assertThat(run).run("scripted", "r-1").wasInvoked(2).isWaitingFor("approval");
    assertThat(run.toString()).contains("scripted r-1 waits for approval");
  }

  @Test
  void reportsTheEnd() {
    start("r-1");
    engine.runUntilIdle();
    String callback =
        workflows.show("r-1").orElseThrow().journal().stream()
            .filter(entry -> entry.kind().equals("Callback"))
            .map(entry -> "r-1/" + entry.operation())
            .findFirst()
            .orElseThrow();

    workflows.completeCallback(callback, "yes");
    EngineRun run = engine.run();

    assertThat(run)
        .run("scripted", "r-1")
        .did("approval", "approval", "pay")
        .succeeded()
        .isNotWaiting();
    assertThatThrownBy(() -> assertThat(run).run("scripted", "r-1").failed())
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("Run r-1 of workflow scripted should end as failed, but is succeeded")
        .hasMessageContaining("cycle");
  }

  @Test
  void reportsTheError() {
    code(
        (ctx, input) ->
            ctx.step(
                "bad",
                String.class,
                StepOptions.noRetry(),
                step -> {
                  throw new IllegalStateException("broken");
                }));
    start("r-1");

    EngineRun run = engine.run();

    assertThat(run).run("scripted", "r-1").failed().did("bad");
    assertThat(run.toString()).contains("failed: java.lang.IllegalStateException: broken");
  }

  @Test
  void flowShowsRuns(Flow flow) {
    domain.process(new Stock.Receive("p-1"));
    code((ctx, input) -> ctx.command("reserve", new Stock.Reserve("p-1", "o-1")).toString());
    start("r-1");

    engine.run();

    assertThat(flow.toString())
        .contains("command  Reserve")
        .contains("run      scripted r-1: reserve; succeeded");
  }

  @Test
  void refusesAWorkflowThatDoesNotExist() {
    start("r-1");
    EngineRun run = engine.run();

    assertThatThrownBy(() -> assertThat(run).run("scriptd", "r-1").isNotWaiting())
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("No workflow has the name scriptd. The names are: [")
        .hasMessageContaining("scripted");
  }
}

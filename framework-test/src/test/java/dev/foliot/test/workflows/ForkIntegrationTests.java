package dev.foliot.test.workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.foliot.workflow.DuplicateRunException;
import dev.foliot.workflow.EventWait;
import dev.foliot.workflow.RunHandle;
import dev.foliot.workflow.RunNotFoundException;
import dev.foliot.workflow.RunNotRepeatableException;
import dev.foliot.workflow.RunOptions;
import dev.foliot.workflow.RunReport;
import dev.foliot.workflow.RunStatus;
import dev.foliot.workflow.WorkflowContext;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A new run begins with the outcomes of another one (R61): I38, N5. */
class ForkIntegrationTests extends WorkflowTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final RunOptions FORK = RunOptions.id("f-1");

  private String step(WorkflowContext ctx, String name) {
    return ctx.step(name, String.class, step -> scripted.did(name));
  }

  private void sell() {
    code(
        (ctx, input) -> {
          String order = step(ctx, "order");
          ctx.emit(new Sold(order));
          ctx.wait("w", HOUR);
          return input + " " + order + " " + step(ctx, "pay") + " " + step(ctx, "send");
        });
  }

  record Sold(String order) {}

  private RunHandle<String> ended() {
    RunHandle<String> run = start("r-1");
    engine.runUntilIdle();
    assertThat(run.status()).isEqualTo(RunStatus.SUCCEEDED);
    scripted.ran.clear();
    return run;
  }

  @Test
  void i38RepeatsTheLaterStepsWithEditedInput() {
    sell();
    RunHandle<String> run = ended();

    RunHandle<Object> fork = workflows.fork("r-1", "pay", "edited", FORK);
    assertThat(fork.status()).isEqualTo(RunStatus.PENDING);
    engine.runUntilIdle();

    assertThat(fork.result()).contains("edited order pay send");
    assertThat(scripted.ran).containsExactly("pay", "send");
    assertThat(run.result()).contains("in order pay send");
    assertThat(journal("r-1")).hasSize(6);
    assertThat(workflows.show("f-1").orElseThrow().run().forkedFrom()).isEqualTo("r-1");
    assertThat(workflows.show("f-1").orElseThrow().correlationId())
        .isEqualTo(workflows.show("r-1").orElseThrow().correlationId());
  }

  @Test
  void n5CopiesStateAndStreamUpToTheStep() {
    sell();
    ended();

    workflows.fork("r-1", "w", FORK);
    engine.runUntilIdle();

    assertThat(scripted.ran).containsExactly("pay", "send");
    assertThat(workflows.handle("f-1").result()).contains("in order pay send");
    assertThat(journal("f-1"))
        .containsExactly(
            "1 Step SUCCEEDED",
            "~emit-1 Emit SUCCEEDED",
            "~fork-3 Forked SUCCEEDED",
            "2 Wait STARTED",
            "2 Wait SUCCEEDED",
            "3 Step SUCCEEDED",
            "4 Step SUCCEEDED");
    assertThat(workflows.show("f-1").orElseThrow().journal())
        .filteredOn(entry -> entry.operation().equals("1"))
        .extracting(RunReport.Entry::payload)
        .containsExactly("\"order\"");
  }

  @Test
  void repeatsEverythingFromTheFirstOperation() {
    sell();
    ended();

    workflows.fork("r-1", "1", "edited", FORK);
    engine.runUntilIdle();

    assertThat(scripted.ran).containsExactly("order", "pay", "send");
    assertThat(workflows.handle("f-1").result()).contains("edited order pay send");
  }

  @Test
  void n5RefusesUnknownRunsAndOperations() {
    sell();
    ended();

    assertThatThrownBy(() -> workflows.fork("r-2", "pay", FORK))
        .isInstanceOf(RunNotFoundException.class);
    assertThatThrownBy(() -> workflows.fork("r-1", "deliver", FORK))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Run r-1 has no operation \"deliver\".");
    assertThatThrownBy(() -> workflows.fork("r-1", "pay", FORK.withStartTimeout(HOUR)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void idIsUsedOnce() {
    sell();
    ended();
    workflows.fork("r-1", "pay", FORK);

    assertThat(workflows.fork("r-1", "pay", FORK).id()).isEqualTo("f-1");
    assertThatThrownBy(() -> workflows.fork("r-1", "pay", FORK.refuseDuplicate()))
        .isInstanceOf(DuplicateRunException.class);
    assertThatThrownBy(() -> workflows.fork("f-1", "1", RunOptions.id("r-1")))
        .isInstanceOf(DuplicateRunException.class);
  }

  @Test
  void valuesBeforeTheStepAreThoseOfTheOtherRun() {
    code(
        (ctx, input) -> {
          String first = ctx.uuid() + " " + ctx.random().nextInt() + " " + ctx.info().startedAt();
          step(ctx, "order");
          String second = ctx.uuid() + " " + ctx.random().nextInt();
          step(ctx, "pay");
          return first + "|" + second + "|" + ctx.uuid() + " " + ctx.random().nextInt();
        });
    RunHandle<String> run = start("r-1");
    engine.run();
    clock.advance(HOUR);

    workflows.fork("r-1", "pay", FORK);
    engine.run();
    workflows.fork("f-1", "pay", RunOptions.id("f-2"));
    engine.run();

    String[] values = run.result().orElseThrow().split("\\|");
    String[] forked = ((String) workflows.handle("f-1").result().orElseThrow()).split("\\|");
    String[] again = ((String) workflows.handle("f-2").result().orElseThrow()).split("\\|");
    assertThat(forked[0]).isEqualTo(values[0]);
    assertThat(forked[1]).isEqualTo(values[1]);
    assertThat(forked[2]).isNotEqualTo(values[2]);
    assertThat(again).startsWith(values[0], values[1]).doesNotContain(values[2], forked[2]);
  }

  @Test
  void n5KeepsTheResultOfAChildRunAndStartsLaterOnes() {
    child.code = (ctx, input) -> step(ctx, "child " + input);
    code(
        (ctx, input) -> {
          String one = ctx.invoke("one", Scripted.Child.class, "one", String.class);
          return one + ", " + ctx.invoke("two", Scripted.Child.class, "two", String.class);
        });
    ended();

    workflows.fork("r-1", "two", FORK);
    engine.runUntilIdle();

    assertThat(workflows.handle("f-1").result()).contains("child one, child two");
    assertThat(scripted.ran).containsExactly("child two");
    assertThat(workflows.handle("r-1/2").status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(workflows.show("f-1/2").orElseThrow().run().parent()).isEqualTo("f-1");
  }

  @Test
  void placeWhereACallbackIsOpenIsRefused() {
    code(
        (ctx, input) -> {
          var answer = ctx.createCallback("answer", String.class);
          step(ctx, "ask");
          return answer.get();
        });
    start("r-1");
    engine.run();

    assertThatThrownBy(() -> workflows.fork("r-1", "ask", FORK))
        .isInstanceOf(RunNotRepeatableException.class)
        .hasMessage(
            "Run r-1 cannot be forked: Callback 1 \"answer\" has no outcome yet at this place, and only this run gets its answer. Fork it from that operation, or from an earlier one.");
    workflows.fork("r-1", "answer", FORK);
    engine.run();
    workflows.completeCallback("f-1/1", "yes");
    engine.run();

    assertThat(workflows.handle("f-1").result()).contains("yes");
    assertThat(workflows.handle("r-1").status()).isEqualTo(RunStatus.WAITING);
  }

  @Test
  void eventThatWasGotBeforeIsNotGotAgain() {
    domain.process(new Stock.Receive("p-1"));
    domain.process(new Stock.Receive("p-2"));
    code(
        (ctx, input) -> {
          var wait = EventWait.of(Stock.Reserved.class).where("order", "o-1");
          String one = ctx.waitForEvent("one", wait).orElseThrow().product();
          step(ctx, "between");
          return one + " " + ctx.waitForEvent("two", wait).orElseThrow().product();
        });
    RunHandle<String> run = start("r-1");
    engine.run();
    domain.process(new Stock.Reserve("p-1", "o-1"));
    domain.process(new Stock.Reserve("p-2", "o-1"));
    engine.runUntilIdle();
    assertThat(run.result()).contains("p-1 p-2");

    workflows.fork("r-1", "between", FORK);
    engine.runUntilIdle();

    assertThat(workflows.handle("f-1").result()).contains("p-1 p-2");
  }

  @Test
  void runThatHasUndoneItsWorkIsForkedFromItsBeginningOnly() {
    code(
        (ctx, input) -> {
          ctx.compensate("undo", step -> scripted.did("undo"));
          step(ctx, "order");
          ctx.wait("w", HOUR);
          return step(ctx, "pay");
        });
    RunHandle<String> run = start("r-1");
    engine.run();
    run.cancel();
    engine.run();

    assertThatThrownBy(() -> workflows.fork("r-1", "w", FORK))
        .isInstanceOf(RunNotRepeatableException.class)
        .hasMessageEndingWith("Fork it from its first operation.");
    workflows.fork("r-1", "order", FORK);
    engine.runUntilIdle();

    assertThat(workflows.handle("f-1").result()).contains("pay");
    assertThat(scripted.ran).containsExactly("order", "undo", "order", "pay");
  }

  @Test
  void runThatGoesOnIsForked() {
    sell();
    RunHandle<String> run = start("r-1");
    engine.run();

    workflows.fork("r-1", "w", "edited", FORK.after(HOUR).withTimeout(HOUR.multipliedBy(3)));
    engine.runUntilIdle();

    assertThat(run.result()).contains("in order pay send");
    assertThat(workflows.handle("f-1").result()).contains("edited order pay send");
  }
}

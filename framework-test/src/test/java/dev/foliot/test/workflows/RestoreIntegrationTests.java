package dev.foliot.test.workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.foliot.message.MissingComponentException;
import dev.foliot.test.Runs;
import dev.foliot.test.WorkflowTestRun;
import dev.foliot.workflow.DuplicateRunException;
import dev.foliot.workflow.EventWait;
import dev.foliot.workflow.RunHandle;
import dev.foliot.workflow.RunNotRepeatableException;
import dev.foliot.workflow.RunOptions;
import dev.foliot.workflow.RunStatus;
import dev.foliot.workflow.UnknownWorkflowException;
import dev.foliot.workflow.step.UnknownEventClassException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** A run that was saved as text goes on, perhaps in another database: L8, L16. */
class RestoreIntegrationTests extends RestoreTest {
  @Autowired Runs runs;
  @Autowired FraudCheck check;

  private void approve() {
    code(
        (ctx, input) -> {
          String first = ctx.uuid() + " " + ctx.step("a", String.class, s -> scripted.did("a"));
          ctx.emit(new StreamsIntegrationTests.Progress(50));
          var approval = ctx.createCallback("approval", String.class);
          String answer = approval.get();
          return first + " " + answer + " " + approval.id() + " " + ctx.info().startedAt();
        });
  }

  // docs: restore
  @Test
  void goesOnInAnotherDatabase() {
    approve();
    start("r-1");
    engine.run();
    String saved = saveAndRemove("r-1");
    assertThat(workflows.show("r-1")).isEmpty();

    RunHandle<Object> run = workflows.restore(saved, RunOptions.defaults());
    engine.run();
    workflows.completeCallback("r-1/2", "yes");
    engine.run();

    assertThat(run.id()).isEqualTo("r-1");
    assertThat(run.status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(scripted.ran).containsExactly("a");
  }

  // docs: end

  @Test
  void keepsTheValuesAndTheStreamOfTheSavedRun() {
    approve();
    RunHandle<String> first = start("r-1");
    engine.run();
    String saved = workflows.export("r-1").orElseThrow();
    clock.advance(HOUR);

    RunHandle<Object> second = workflows.restore(saved, RunOptions.id("r-2"));
    engine.run();
    workflows.completeCallback("r-1/2", "yes");
    workflows.completeCallback("r-2/2", "yes");
    engine.run();

    assertThat(second.result().orElseThrow())
        .isEqualTo(first.result().orElseThrow().replace("r-1/2", "r-2/2"));
    assertThat(workflows.events("r-2", 0)).hasSize(1);
    assertThat(scripted.ran).containsExactly("a");
  }

  @Test
  void l16GoesOnWithTheAnswerOfAPerson() {
    check.ran.clear();
    WorkflowTestRun<Object> first =
        runs.start(FraudCheck.class, new FraudCheck.OrderPlaced("o-1", 100, 3, 10));
    String saved = first.result().snapshot();
    first.cancel();

    String id = workflows.restore(saved, RunOptions.id("f-2")).id();
    runs.find(id).complete("Unsure", new FraudCheck.Decision(true));

    assertThat(workflows.handle(id).result()).contains(new FraudCheck.Accepted(0));
    assertThat(first.status()).isEqualTo(RunStatus.CANCELLED);
    assertThat(check.ran)
        .containsExactlyInAnyOrder(
            "begin", "score 1 1", "score 2 1", "score 3 1", "sum 1", "sum 2", "sum 3", "decide");
  }

  @Test
  void l9StepThatAskedRunsAgain() {
    check.ran.clear();
    WorkflowTestRun<Object> first =
        runs.start(FraudCheck.class, new FraudCheck.OrderPlaced("o-1", 100, 3, 10));
    first.complete("Unsure", new FraudCheck.Decision(false));
    String saved = first.result().snapshot();
    first.cancel();

    String id = workflows.restore(saved, RunOptions.id("f-2")).id();
    WorkflowTestRun<Object> second = runs.find(id);
    second.publish(new FraudCheck.Review("o-1", true));

    assertThat(second.result().result()).isEqualTo(new FraudCheck.Accepted(1));
    assertThat(check.ran).filteredOn("review"::equals).hasSize(2);
    assertThat(check.ran).filteredOn(ran -> !ran.equals("review")).doesNotHaveDuplicates();
  }

  // docs: state
  @Test
  void newRunsKeepTheState() { // L6, L14
    RunHandle<Object> first = workflows.start(Counting.class, new Counting.Count(false));
    engine.run();
    String saved = workflows.export(first.id()).orElseThrow();

    RunHandle<Object> second =
        workflows.restore(saved, new Counting.Count(false), RunOptions.defaults());
    engine.run();

    assertThat(first.result()).contains("1 counted");
    assertThat(second.result()).contains("2 counted");
  }

  // docs: end

  @Test
  void l14ThreeRunsInSequence() {
    Counting.Count start = new Counting.Count(false);
    String saved = runs.start(Counting.class, start).result().snapshot();
    for (int count = 2; count <= 3; count++) {
      String id = workflows.restore(saved, start, RunOptions.id("c-" + count)).id();
      engine.run();

      assertThat(workflows.handle(id).result()).contains(count + " counted");
      assertThat(workflows.show(id).orElseThrow().run().invocations()).isEqualTo(2);
      saved = workflows.export(id).orElseThrow();
    }
  }

  @Test
  void newRunWithAStateIsCheckedAtItsStart() {
    WorkflowTestRun<Object> steps = runs.start(Counting.class, new Counting.Count(false));
    String saved = steps.result().snapshot();
    start("r-1");
    String function = workflows.export("r-1").orElseThrow();
    RunOptions other = RunOptions.id("c-2");

    assertThatThrownBy(
            () -> workflows.restore(saved, new FraudCheck.OrderPlaced("o-1", 100, 3, 10), other))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not with " + FraudCheck.OrderPlaced.class.getName());
    assertThatThrownBy(() -> workflows.restore(function, new Counting.Count(false), other))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> workflows.restore(saved, new Counting.Count(false), other.withStartTimeout(HOUR)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> workflows.restore(saved, new Counting.Count(false), RunOptions.id("r-1")))
        .isInstanceOf(DuplicateRunException.class);
    assertThat(workflows.show("c-2")).isEmpty();
  }

  @Test
  void newRunWithAStateNeedsAReadableInput() {
    FraudCheck.OrderPlaced start = new FraudCheck.OrderPlaced("o-1", 100, 3, 10);
    String saved = runs.start(FraudCheck.class, start).result().snapshot();
    FraudCheck.OrderPlaced unreadable = new FraudCheck.OrderPlaced(null, 100, 3, 10);

    assertThatThrownBy(() -> workflows.restore(saved, unreadable, RunOptions.id("f-2")))
        .isInstanceOf(MissingComponentException.class);
    assertThat(workflows.show("f-2")).isEmpty();
  }

  @Test
  void waitsForTheRestOfTheTime() {
    code(
        (ctx, input) -> {
          ctx.wait("w", HOUR);
          return "end";
        });
    start("r-1");
    engine.run();
    String saved = saveAndRemove("r-1");
    clock.advance(HOUR.minusMinutes(1));
    RunHandle<Object> run = workflows.restore(saved, RunOptions.defaults());
    engine.run();
    assertThat(run.status()).isEqualTo(RunStatus.WAITING);

    clock.advance(Duration.ofMinutes(1));
    engine.run();

    assertThat(run.result()).contains("end");
  }

  @Test
  void getsAnEventAfterItsRestore() {
    domain.process(new Stock.Receive("p-1"));
    code(
        (ctx, input) -> {
          var wait = EventWait.of(Stock.Reserved.class).where("order", "o-1").afterPosition(99);
          return ctx.waitForEvent("reserved", wait).orElseThrow().product();
        });
    start("r-1");
    engine.run();
    String saved = saveAndRemove("r-1");
    RunHandle<Object> run = workflows.restore(saved, RunOptions.defaults());

    domain.process(new Stock.Reserve("p-1", "o-1"));
    engine.runUntilIdle();

    assertThat(run.result()).contains("p-1");
  }

  @Test
  void begunByARestoreIfItHadNotBegun() {
    code((ctx, input) -> "end of " + input);
    start("r-1");
    String saved = saveAndRemove("r-1");

    RunHandle<Object> run = workflows.restore(saved, RunOptions.id("r-2").withTimeout(HOUR));
    engine.run();

    assertThat(run.result()).contains("end of in");
  }

  @Test
  void goesOnInItsRound() {
    List<String> saved = new ArrayList<>();
    code(
        (ctx, input) -> {
          if (input.equals("in")) {
            ctx.wait("w", HOUR);
            return ctx.continueAsNew("again");
          }
          saved.add(workflows.export("r-1").orElseThrow());
          var approval = ctx.createCallback("approval", String.class);
          return String.join(
              " ",
              approval.get(),
              approval.id(),
              "" + ctx.info().round(),
              "" + ctx.info().startedAt(),
              "" + ctx.info().roundAt());
        });
    RunHandle<String> first = start("r-1");
    engine.runUntilIdle();
    workflows.completeCallback("r-1/~1-1", "yes");
    engine.run();
    String result = first.result().orElseThrow();
    removeAll();
    clock.advance(HOUR);

    RunHandle<Object> run = workflows.restore(saved.get(0), RunOptions.defaults());
    engine.run();
    workflows.completeCallback("r-1/~1-1", "yes");
    engine.run();

    assertThat(run.result()).contains(result);
    assertThat(result).startsWith("yes r-1/~1-1 1 ");
  }

  @Test
  void idInTheTextIsChecked() {
    approve();
    start("r-1");
    engine.run();
    String saved = saveAndRemove("r-1");
    String name = "\"runId\":\"r-1\"";
    assertThat(saved).contains(name);

    for (String bad : List.of("x".repeat(201), " ", "a\\u0000")) {
      String text = saved.replace(name, "\"runId\":\"" + bad + "\"");
      assertThatThrownBy(() -> workflows.restore(text, RunOptions.defaults()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("id of a run");
      workflows.restore(text, RunOptions.id("r" + bad.length()));
    }
    assertThat(count("foliot_run")).isEqualTo(3);
  }

  @Test
  void idIsUsedOnce() {
    approve();
    start("r-1");
    engine.run();
    String saved = workflows.export("r-1").orElseThrow();

    assertThatThrownBy(() -> workflows.restore(saved, RunOptions.defaults()))
        .isInstanceOf(DuplicateRunException.class);
    assertThat(count("foliot_run")).isOne();
  }

  @Test
  void textThatCannotGoOnIsRefused() {
    child.code =
        (ctx, input) -> {
          ctx.wait("w", HOUR);
          return "";
        };
    code((ctx, input) -> ctx.invoke("one", Scripted.Child.class, "one", String.class));
    start("r-1");
    engine.run();
    String open = workflows.export("r-1").orElseThrow();
    RunOptions other = RunOptions.id("r-2");

    assertThatThrownBy(() -> workflows.restore(open, other))
        .isInstanceOf(RunNotRepeatableException.class)
        .hasMessageStartingWith("Run r-2 cannot be restored: its child run r-1/1 had not ended");
    engine.runUntilIdle();
    String ended = workflows.export("r-1").orElseThrow();
    assertThatThrownBy(() -> workflows.restore(ended, other))
        .isInstanceOf(RunNotRepeatableException.class)
        .hasMessageContaining("it had ended when it was saved");
    assertThatThrownBy(() -> workflows.restore(open.replace("scripted", "gone"), other))
        .isInstanceOf(UnknownWorkflowException.class)
        .hasMessageContaining("gone (version 1)");
    assertThatThrownBy(() -> workflows.restore("{}{", other))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("The text is not a saved run");
    assertThatThrownBy(() -> workflows.restore("{\"run\":Jane}", other))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The text is not a saved run: its JSON is broken")
        .hasNoCause();
    assertThatThrownBy(() -> workflows.restore(open, other.withStartTimeout(HOUR)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(workflows.show("r-2")).isEmpty();
  }

  @Test
  void l8ClassThatIsGoneIsNamed() {
    WorkflowTestRun<Object> first =
        runs.start(FraudCheck.class, new FraudCheck.OrderPlaced("o-1", 100, 3, 10));
    String saved = first.result().snapshot().replace("FraudCheck$Unsure", "FraudCheck$Gone");

    assertThatThrownBy(() -> workflows.restore(saved, RunOptions.id("f-2")))
        .isInstanceOf(UnknownEventClassException.class)
        .hasMessageContaining("FraudCheck$Gone");
  }
}

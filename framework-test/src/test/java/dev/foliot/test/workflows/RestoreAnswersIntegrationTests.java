package dev.foliot.test.workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.foliot.test.WorkflowTestRunner;
import dev.foliot.workflow.CallbackClosedException;
import dev.foliot.workflow.CallbackFailedException;
import dev.foliot.workflow.CallbackOptions;
import dev.foliot.workflow.CallbackTimedOutException;
import dev.foliot.workflow.EventWait;
import dev.foliot.workflow.RunHandle;
import dev.foliot.workflow.RunOptions;
import dev.foliot.workflow.RunStatus;
import dev.foliot.workflow.step.RunSnapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.core.ParameterizedTypeReference;

/** An answer that was accepted before the run was saved is not lost (R57). */
class RestoreAnswersIntegrationTests extends RestoreTest {
  private static final Duration FIFTY_MINUTES = Duration.ofMinutes(50);

  /** The text of the run at the beginning of each invocation. */
  private final List<String> saved = new ArrayList<>();

  private void save() {
    workflows.export("r-1").ifPresent(saved::add);
  }

  private void approve(CallbackOptions options) {
    code(
        (ctx, input) -> {
          try {
            ParameterizedTypeReference<String> text =
                ParameterizedTypeReference.forType(String.class);
            return ctx.createCallback("approval", text, options).get();
          } catch (CallbackFailedException | CallbackTimedOutException e) {
            return e.errorType() + " " + e.errorMessage();
          }
        });
    start("r-1");
    engine.run();
  }

  @Test
  void getsTheAnswerOfACallback() {
    approve(CallbackOptions.defaults());
    workflows.completeCallback("r-1/1", "yes");
    String text = saveAndRemove("r-1");

    RunHandle<Object> run = workflows.restore(text, RunOptions.defaults());
    RunHandle<Object> other = workflows.restore(text, RunOptions.id("r-2"));
    assertThatThrownBy(() -> workflows.completeCallback("r-2/1", "no"))
        .isInstanceOf(CallbackClosedException.class);
    engine.run();

    assertThat(run.result()).contains("yes");
    assertThat(other.result()).contains("yes");
  }

  @Test
  void getsTheFailureOfACallback() {
    approve(CallbackOptions.defaults());
    workflows.failCallback("r-1/1", "Refused", "too late");

    RunHandle<Object> run = workflows.restore(saveAndRemove("r-1"), RunOptions.defaults());
    engine.run();

    assertThat(run.result()).contains("Refused too late");
  }

  @Test
  void oldTextHasNoAnswers() {
    approve(CallbackOptions.defaults());
    workflows.completeCallback("r-1/1", "yes");

    RunHandle<Object> run = workflows.restore(old(saveAndRemove("r-1")), RunOptions.defaults());
    engine.run();
    assertThat(run.status()).isEqualTo(RunStatus.WAITING);
    workflows.completeCallback("r-1/1", "again");
    engine.run();

    assertThat(run.result()).contains("again");
  }

  @Test
  void keepsAHeartbeat() {
    approve(CallbackOptions.defaults().withHeartbeatTimeout(HOUR));
    engine.runFor(FIFTY_MINUTES);
    workflows.heartbeat("r-1/1");

    RunHandle<Object> run = workflows.restore(saveAndRemove("r-1"), RunOptions.defaults());
    engine.runFor(FIFTY_MINUTES);
    assertThat(run.status()).isEqualTo(RunStatus.WAITING);
    engine.runUntilIdle();

    assertThat(run.result().map(String::valueOf).orElseThrow()).startsWith("Callback.Heartbeat");
  }

  @Test
  void getsAnEventThatHasCompletedItsWait() {
    domain.process(new Stock.Receive("p-1"));
    code(
        (ctx, input) -> {
          save();
          EventWait<Stock.Reserved> wait = EventWait.of(Stock.Reserved.class).where("order", "o-1");
          return ctx.waitForEvent("reserved", wait).orElseThrow().product();
        });
    start("r-1");
    engine.run();
    domain.process(new Stock.Reserve("p-1", "o-1"));
    engine.runUntilIdle();
    removeAll();

    RunHandle<Object> run = workflows.restore(saved.get(1), RunOptions.defaults());
    engine.run();

    assertThat(run.result()).contains("p-1");
  }

  @Test
  void answerOfAPersonIsInTheTextForATest() {
    FraudCheck.OrderPlaced order = new FraudCheck.OrderPlaced("o-1", 100, 3, 10);
    workflows.start(FraudCheck.class, order, RunOptions.id("r-1"));
    engine.runUntilIdle();
    String callback =
        jdbc.queryForObject("select id from foliot_wait where kind = 'callback'", String.class);
    workflows.completeCallback(callback, new FraudCheck.Decision(true));

    RunSnapshot snapshot = RunSnapshot.of(workflows.export("r-1").orElseThrow());

    assertThat(WorkflowTestRunner.of(new FraudCheck()).restore(snapshot).resume().result().result())
        .isEqualTo(new FraudCheck.Accepted(0));
  }

  @Test
  void getsTheResultOfAChildRun() {
    child.code = (ctx, input) -> "of " + input;
    code(
        (ctx, input) -> {
          save();
          return ctx.invoke("one", Scripted.Child.class, "one", String.class);
        });
    start("r-1");
    engine.runUntilIdle();
    removeAll();

    RunHandle<Object> run = workflows.restore(saved.get(saved.size() - 1), RunOptions.id("r-2"));
    engine.run();

    assertThat(run.result()).contains("of one");
  }
}

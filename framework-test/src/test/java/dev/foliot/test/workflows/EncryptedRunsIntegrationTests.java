package dev.foliot.test.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.handler.RetryPolicy;
import dev.foliot.test.Simulation;
import dev.foliot.workflow.Branch;
import dev.foliot.workflow.Callback;
import dev.foliot.workflow.EventWait;
import dev.foliot.workflow.RunHandle;
import dev.foliot.workflow.RunOptions;
import dev.foliot.workflow.RunReport;
import dev.foliot.workflow.RunStatus;
import dev.foliot.workflow.StepOptions;
import dev.foliot.workflow.Workflows;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** What runs store is encrypted at rest (R61). */
class EncryptedRunsIntegrationTests extends EncryptionTest {
  @Autowired Greeting greeting;
  @Autowired ApplicationContext application;

  /** Uses every way in which a run stores a payload. */
  private void codeWithEveryPayload() {
    child.code =
        (ctx, input) -> {
          ctx.step("in child", String.class, step -> SECRET + "-child-step");
          return SECRET + "-child-result";
        };
    code(
        (ctx, input) -> {
          ctx.emit(new Note(SECRET + "-emitted"));
          ctx.step("one", String.class, step -> SECRET + "-step");
          try {
            ctx.step(
                "fails",
                String.class,
                StepOptions.retry(RetryPolicy.fixed(2, Duration.ofSeconds(1))),
                step -> {
                  throw new IllegalStateException(SECRET + "-error-of-step");
                });
          } catch (RuntimeException expected) {
            ctx.step("caught", String.class, step -> SECRET + "-caught");
          }
          ctx.parallel(
              "branches",
              String.class,
              List.of(
                  Branch.of("a", each -> SECRET + "-branch"),
                  Branch.of(
                      "b",
                      each -> {
                        throw new IllegalStateException(SECRET + "-error-of-branch");
                      })));
          ctx.invoke("child", Scripted.Child.class, SECRET + "-child-input", String.class);
          Callback<String> good = ctx.createCallback("good", String.class);
          Callback<String> bad = ctx.createCallback("bad", String.class);
          ctx.step("give", step -> scripted.did(good.id() + " " + bad.id()));
          String answer = good.get();
          try {
            bad.get();
          } catch (RuntimeException expected) {
            answer += "!";
          }
          throw new IllegalStateException(SECRET + "-end " + answer);
        });
  }

  @Test
  void inputLeavesNoHash() {
    RunHandle<String> first = workflows.start(Recallable.class, SECRET, RunOptions.id("r-1"));
    RunHandle<String> second = workflows.start(Recallable.class, "other", RunOptions.id("r-2"));
    assertThat(jdbc.queryForList("select cancel_key from foliot_run", String.class))
        .containsExactly(null, null);

    workflows.send(new Recallable.Recalled(SECRET));
    engine.run();

    assertThat(first.status()).isEqualTo(RunStatus.CANCELLED);
    assertThat(second.status()).isEqualTo(RunStatus.WAITING);
  }

  @Test
  void failureOfACallbackHidesPersonalDataOfTheInput() {
    greeting.code = (ctx, person) -> ctx.<String>createCallback("answer", String.class).get();
    workflows.start(
        Greeting.class, new Greeting.Person("p-1", "jane@example.com"), RunOptions.id("r-1"));
    engine.run();

    workflows.failCallback("r-1/1", "Refused", "jane@example.com is unknown");

    assertThat(workflows.export("r-1").orElseThrow())
        .contains("[personal data] is unknown")
        .doesNotContain("jane@example.com");
  }

  @Test
  void noPayloadIsStoredAsItIs() {
    codeWithEveryPayload();
    RunHandle<String> run = startWithSecret();
    engine.runUntilIdle();
    List<String> callbacks = List.of(scripted.ran.get(0).split(" "));
    workflows.completeCallback(callbacks.get(0), SECRET + "-answer");
    workflows.failCallback(callbacks.get(1), "Refused", SECRET + "-refusal");

    assertThat(cellsWith(SECRET)).isEmpty();

    engine.runUntilIdle();

    assertThat(run.status()).isEqualTo(RunStatus.FAILED);
    assertThat(run.error().orElseThrow().message()).isEqualTo("s3cr3t-end s3cr3t-answer!");
    assertThat(cellsWith(SECRET)).isEmpty();
    assertThat(cellsWith("foliot:encrypted:k1:"))
        .contains(
            "foliot_run.input",
            "foliot_run.result",
            "foliot_run.error",
            "foliot_journal.payload",
            "foliot_journal.details",
            "foliot_wait.payload",
            "foliot_wait.error");
  }

  @Test
  void eventsThatAnswerWaitsAreEncrypted() {
    domain.process(new Stock.Receive("p"));
    code(
        (ctx, input) ->
            ctx.waitForEvent("reserved", EventWait.of(Stock.Reserved.class).within(HOUR))
                .map(Stock.Reserved::order)
                .orElse("none"));
    RunHandle<String> run = startWithSecret();
    engine.run();
    domain.process(new Stock.Reserve("p", SECRET));

    engine.run();

    assertThat(run.result()).contains(SECRET);
    assertThat(cellsWith(SECRET)).allMatch(cell -> !cell.matches("foliot_(run|journal|wait).*"));
    assertThat(cellsWith("foliot:encrypted:k1:")).contains("foliot_wait.payload");
  }

  @Test
  void eventTypedStepsAreEncrypted(@Autowired FraudCheck check) {
    check.failures = 1;
    RunHandle<?> run =
        workflows.start(
            "fraud-check", new FraudCheck.OrderPlaced(SECRET, 100, 3, 10), RunOptions.id("f"));

    engine.runUntilIdle();

    assertThat(run.status()).isEqualTo(RunStatus.WAITING);
    assertThat(workflows.show("f").orElseThrow().journal())
        .extracting(RunReport.Entry::payload)
        .anyMatch(payload -> String.valueOf(payload).contains(SECRET));
    assertThat(cellsWith(SECRET)).isEmpty();
  }

  @Test
  void theSearchFindsClearText() {
    code((ctx, input) -> ctx.createCallback("answer", String.class).get());
    startWithSecret();
    engine.run();
    jdbc.update("update foliot_run set input = ?", "\"" + SECRET + "\"");

    assertThat(cellsWith(SECRET)).containsExactly("foliot_run.input");
  }

  @Test
  void theNextRoundIsEncrypted() {
    code(
        (ctx, input) -> {
          if (input.endsWith("-input")) {
            ctx.continueAsNew(SECRET + "-again");
          }
          return ctx.createCallback("answer", String.class).get();
        });
    startWithSecret();
    engine.run();

    assertThat(cellsWith(SECRET)).isEmpty();
    assertThat(workflows.show("r-1").orElseThrow().input()).isEqualTo("\"s3cr3t-again\"");
  }

  @Test
  void endsWhateverBreaks(@Autowired Workflows all) {
    code(
        (ctx, input) -> {
          String one = ctx.step("one", String.class, step -> SECRET + "-1");
          ctx.wait("pause", HOUR);
          return one + ctx.invoke("child", Scripted.Child.class, SECRET + "-c", String.class);
        });

    Simulation.of(application)
        .seeds(20)
        .run(simulation -> startWithSecret())
        .thenAlways(
            simulated -> {
              assertThat(all.handle("r-1", Scripted.class).result()).contains("s3cr3t-1s3cr3t-c");
              assertThat(cellsWith(SECRET)).isEmpty();
            });
  }
}

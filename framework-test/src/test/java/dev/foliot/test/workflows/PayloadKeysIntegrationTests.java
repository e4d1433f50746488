package dev.foliot.test.workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.foliot.test.WorkflowReplay;
import dev.foliot.workflow.EmittedEvent;
import dev.foliot.workflow.RunFilter;
import dev.foliot.workflow.RunHandle;
import dev.foliot.workflow.RunStatus;
import dev.foliot.workflow.encryption.PayloadKey;
import dev.foliot.workflow.encryption.PayloadUnreadableException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** The keys of payloads rotate; a key may be missing for a while (R61). */
@ExtendWith(OutputCaptureExtension.class)
class PayloadKeysIntegrationTests extends EncryptionTest {
  @Test
  void keysRotateInTheMiddleOfARun() {
    code(
        (ctx, input) -> {
          String first = ctx.step("first", String.class, step -> SECRET + "-1");
          String answer = ctx.createCallback("answer", String.class).get();
          ctx.wait("pause", HOUR);
          return ctx.step("second", String.class, step -> first + answer + input);
        });
    RunHandle<String> run = startWithSecret();
    engine.run();
    workflows.completeCallback("r-1/2", "-a-");
    keys.rotate("k2");

    engine.runUntilIdle();

    assertThat(run.result()).contains("s3cr3t-1-a-s3cr3t-input");
    assertThat(cellsWith("foliot:encrypted:k2:"))
        .containsExactlyInAnyOrder("foliot_run.result", "foliot_journal.payload");
    assertThat(cellsWith("foliot:encrypted:k1:"))
        .contains("foliot_run.input", "foliot_wait.payload");
  }

  @Test
  void waitsWhileItsKeyIsMissing(CapturedOutput output) {
    code(
        (ctx, input) -> {
          ctx.wait("pause", HOUR);
          return input;
        });
    RunHandle<String> run = startWithSecret();
    engine.run();
    PayloadKey first = keys.known.remove("k1");
    keys.rotate("k2");

    engine.runFor(HOUR.plusMinutes(1));

    assertThat(run.status()).isNotEqualTo(RunStatus.FAILED);
    assertThat(run.status().isEnded()).isFalse();
    assertThat(output).contains("run=r-1").contains("there is no such key").doesNotContain(SECRET);
    assertThat(workflows.list(RunFilter.all())).hasSize(1);
    assertThatThrownBy(() -> workflows.show("r-1"))
        .isInstanceOf(PayloadUnreadableException.class)
        .hasMessageContaining("r-1")
        .hasMessageContaining("k1");

    keys.known.put("k1", first);
    engine.runFor(HOUR);

    assertThat(run.result()).contains(SECRET + "-input");
  }

  @Test
  void aRunWithoutItsKeyIsTerminated() {
    code((ctx, input) -> ctx.createCallback("answer", String.class).get());
    RunHandle<String> run = startWithSecret();
    engine.run();
    keys.known.remove("k1");

    assertThat(run.terminate()).isTrue();
    assertThat(run.status()).isEqualTo(RunStatus.TERMINATED);
  }

  @Test
  void eventsAreReadWithoutTheKeyOfTheResult() {
    code(
        (ctx, input) -> {
          ctx.emit(new Note("one"));
          ctx.wait("pause", HOUR);
          return "end";
        });
    startWithSecret();
    engine.run();
    keys.rotate("k2");
    engine.runUntilIdle();
    keys.known.remove("k2");

    assertThat(workflows.events("r-1", 0))
        .extracting(EmittedEvent::value)
        .containsExactly(new Note("one"));
  }

  @Test
  void payloadsCannotBeMoved() {
    code((ctx, input) -> ctx.createCallback("answer", String.class).get());
    startWithSecret();
    start("r-2");
    engine.run();
    jdbc.update(
        "update foliot_run set input = (select o.input from foliot_run o where o.id = 'r-1') where id = 'r-2'");

    assertThatThrownBy(() -> workflows.show("r-2"))
        .isInstanceOf(PayloadUnreadableException.class)
        .hasMessageContaining("moved");
  }

  @Test
  void runsFromBeforeGoOn() {
    code((ctx, input) -> input + ctx.createCallback("answer", String.class).get());
    RunHandle<String> run = startWithSecret();
    engine.run();
    jdbc.update("update foliot_run set input = '\"plain\"'");
    workflows.completeCallback("r-1/1", "-x");

    engine.run();

    assertThat(run.result()).contains("plain-x");
  }

  @Test
  void exportedRunReplays() {
    code(
        (ctx, input) -> {
          ctx.step("one", String.class, step -> SECRET);
          ctx.wait("pause", HOUR);
          return input;
        });
    startWithSecret();
    engine.runUntilIdle();
    keys.rotate("k2");

    String exported = workflows.export("r-1").orElseThrow();

    assertThat(exported).contains(SECRET);
    WorkflowReplay.of(scripted).check(exported);
  }
}

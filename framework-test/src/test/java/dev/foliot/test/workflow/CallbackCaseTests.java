package dev.foliot.test.workflow;

import static dev.foliot.test.FoliotAssertions.*;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofSeconds;

import dev.foliot.test.WorkflowResult;
import dev.foliot.test.WorkflowTestRun;
import dev.foliot.test.WorkflowTestRunner;
import dev.foliot.workflow.CallbackClosedException;
import dev.foliot.workflow.CallbackOptions;
import dev.foliot.workflow.WorkflowContext;
import org.junit.jupiter.api.Test;

/** Callbacks, at level 1 only: the examples of the documentation, and actions at a time. */
class CallbackCaseTests {
  // docs: created
  static String createOnly(WorkflowContext ctx, String input) {
    CallbackOptions options =
        CallbackOptions.timeout(ofSeconds(60)).withHeartbeatTimeout(ofSeconds(30));
    return ctx.createCallback("approval_callback", String.class, options).id();
  }

  @Test
  void a11CreatesACallbackThatIsNeverAwaited() {
    WorkflowResult<String> result =
        WorkflowTestRunner.of(String.class, CallbackCaseTests::createOnly).run("");

    assertThat(result).succeeded();
    assertThat(result.operations()).hasSize(1);
    assertThat(result.callback("approval_callback").duration()).isEqualTo(ofSeconds(60));
  }

  // docs: end

  // docs: callback
  static String approve(WorkflowContext ctx, String order) {
    CallbackOptions options = CallbackOptions.timeout(ofHours(24)).withHeartbeatTimeout(ofHours(2));
    try {
      return ctx.waitForCallback(
          "approval", String.class, options, (callbackId, step) -> ask(order, callbackId));
    } catch (RuntimeException e) {
      return "refused: " + e.getMessage();
    }
  }

  @Test
  void a30GetsTheResultOfTheCallback() {
    WorkflowResult<String> result =
        WorkflowTestRunner.of(String.class, CallbackCaseTests::approve)
            .at(ofHours(1), callback("approval").heartbeats())
            .at(ofHours(3), callback("approval").succeeds("yes"))
            .run("o-1");

    assertThat(result).hasResult("yes").took(ofHours(3));
  }

  // docs: end

  private static void ask(String order, String callbackId) {
    assertThat(order + callbackId).isNotBlank();
  }

  @Test
  void a30GetsTheErrorOfTheCallback() {
    WorkflowResult<String> result =
        WorkflowTestRunner.of(String.class, CallbackCaseTests::await)
            .at(ofSeconds(1), callback("answer").fails("RejectedError", "not approved"))
            .run("");

    assertThat(result).hasErrorType("RejectedError").hasErrorContaining("not approved");
  }

  private static String await(WorkflowContext ctx, String input) {
    return ctx.createCallback("answer", String.class).get();
  }

  // docs: complete
  @Test
  void a53CompletesACallbackOnce() {
    WorkflowTestRun<String> run =
        WorkflowTestRunner.of(
                String.class,
                (ctx, input) -> {
                  String answer = ctx.createCallback("answer", String.class).get();
                  ctx.wait("pause", ofSeconds(1));
                  return answer;
                })
            .start("");
    assertThat(run.result()).isWaitingFor("answer");

    run.complete("answer", "first");

    assertThatThrownBy(() -> run.complete("answer", "second"))
        .isInstanceOf(CallbackClosedException.class);
    assertThat(run.finish().result()).hasResult("first");
  }

  // docs: end

  @Test
  void namesTheOpenCallbacks() {
    WorkflowTestRun<String> run =
        WorkflowTestRunner.of(String.class, CallbackCaseTests::await).start("");

    assertThatThrownBy(() -> run.complete("other", "x"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("no open callback 'other'")
        .hasMessageContaining("[answer]");
  }
}

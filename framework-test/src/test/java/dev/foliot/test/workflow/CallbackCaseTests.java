package dev.foliot.test.workflow;

import static dev.foliot.test.FoliotAssertions.*;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofSeconds;

import dev.foliot.test.WorkflowResult;
import dev.foliot.test.WorkflowTestRun;
import dev.foliot.test.WorkflowTestRunner;
import dev.foliot.workflow.Callback;
import dev.foliot.workflow.CallbackClosedException;
import dev.foliot.workflow.CallbackFailedException;
import dev.foliot.workflow.CallbackOptions;
import dev.foliot.workflow.CallbackTimedOutException;
import dev.foliot.workflow.WorkflowContext;
import dev.foliot.workflow.journal.EntryType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Callbacks: A11, A30 to A34, A40 and A53. */
class CallbackCaseTests {
  @Test
  void a11CreatesACallbackThatIsNeverAwaited() {
    CallbackOptions options =
        CallbackOptions.timeout(ofSeconds(60)).withHeartbeatTimeout(ofSeconds(30));

    WorkflowResult<String> result =
        WorkflowTestRunner.of(
                String.class,
                (ctx, input) -> ctx.createCallback("approval_callback", TEXT, options).id())
            .run("");

    assertThat(result).succeeded();
    assertThat(result.operations()).hasSize(1);
    assertThat(result.callback("approval_callback").duration()).isEqualTo(ofSeconds(60));
  }

  private static final Class<String> TEXT = String.class;

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
    return ctx.createCallback("answer", TEXT).get();
  }

  @Test
  void a32TimesOutWithoutAHeartbeat() {
    WorkflowResult<String> result =
        WorkflowTestRunner.of(String.class, CallbackCaseTests::approve).run("o-1");

    assertThat(result)
        .hasResult("refused: Callback 'approval' of run run got no heartbeat within PT2H")
        .took(ofHours(2));
    assertThat(result.history()).extracting("type").contains("CallbackTimedOut");
  }

  @Test
  void a32ShowsNoHeartbeatInTheHistory() {
    WorkflowResult<String> result =
        WorkflowTestRunner.of(String.class, CallbackCaseTests::approve)
            .at(ofHours(1), callback("approval").heartbeats())
            .run("o-1");

    assertThat(result)
        .hasResult("refused: Callback 'approval' of run run got no heartbeat within PT2H")
        .took(ofHours(3));
    assertThat(result.history()).extracting("type").doesNotContain("CallbackHeartbeat");
  }

  @Test
  void a33KeepsAResultThatComesDuringAWait() {
    WorkflowResult<String> result =
        WorkflowTestRunner.of(String.class, CallbackCaseTests::awaitAfterWait)
            .at(ofSeconds(2), callback("answer").succeeds("early"))
            .run("");

    assertThat(result).hasResult("early").took(ofSeconds(5));
    assertThat(result.invocations()).isEqualTo(3);
  }

  private static String awaitAfterWait(WorkflowContext ctx, String input) {
    Callback<String> answer =
        ctx.createCallback("answer", TEXT, CallbackOptions.timeout(ofSeconds(3)));
    ctx.wait("pause", ofSeconds(5));
    try {
      return answer.get();
    } catch (CallbackTimedOutException e) {
      return "timed out";
    } catch (CallbackFailedException e) {
      return "failed";
    }
  }

  @Test
  void a33KeepsAnErrorThatComesDuringAWait() {
    WorkflowResult<String> result =
        WorkflowTestRunner.of(String.class, CallbackCaseTests::awaitAfterWait)
            .at(ofSeconds(2), callback("answer").fails(new IllegalStateException("no")))
            .run("");

    assertThat(result).hasResult("failed").took(ofSeconds(5));
  }

  @Test
  void a33TimesOutDuringAWait() {
    WorkflowResult<String> result =
        WorkflowTestRunner.of(String.class, CallbackCaseTests::awaitAfterWait).run("");

    assertThat(result).hasResult("timed out").took(ofSeconds(5));
    assertThat(result.invocations()).isEqualTo(3);
    assertThat(result.callback("answer").status()).isEqualTo(EntryType.TIMED_OUT);
  }

  @Test
  void a34AwaitsInAnyOrder() {
    assertThat(both(true)).isEqualTo("a b");
    assertThat(both(false)).isEqualTo("a b");
  }

  private static String both(boolean firstFirst) {
    return WorkflowTestRunner.of(
            String.class,
            (ctx, input) -> {
              Callback<String> a = ctx.createCallback("A", TEXT);
              Callback<String> b = ctx.createCallback("B", TEXT);
              (firstFirst ? a : b).get();
              return a.get() + " " + b.get();
            })
        .at(ofSeconds(1), callback("A").succeeds("a"))
        .at(ofSeconds(2), callback("B").succeeds("b"))
        .run("")
        .result();
  }

  @Test
  void a40LinksTheCallbackToItsContexts() {
    List<@Nullable String> answers = new ArrayList<>();

    WorkflowResult<String> result =
        WorkflowTestRunner.of(
                String.class,
                (ctx, input) ->
                    ctx.child(
                        "outer",
                        TEXT,
                        child -> {
                          answers.add(
                              child.waitForCallback(
                                  "inner", TEXT, CallbackOptions.defaults(), (id, step) -> {}));
                          return "done";
                        }))
            .at(ofSeconds(1), callback("inner").succeeds())
            .run("");

    assertThat(result).hasResult("done");
    assertThat(answers).containsOnlyNulls();
    String outer = result.child("outer").id();
    String inner = result.child("inner").id();
    assertThat(result.child("inner").parent()).isEqualTo(outer);
    assertThat(result.callback(inner + "-1").parent()).isEqualTo(inner);
    assertThat(result.step(inner + "-2").parent()).isEqualTo(inner);
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
  void a53NamesWhatExists() {
    WorkflowResult<String> result =
        WorkflowTestRunner.of(
                String.class, (ctx, input) -> ctx.step("validate", TEXT, step -> "ok"))
            .run("");

    assertThat(result.findStep("pay")).isEmpty();
    assertThatThrownBy(() -> result.step("pay"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("The run has no step 'pay'. It has Step 'validate'.");
  }

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

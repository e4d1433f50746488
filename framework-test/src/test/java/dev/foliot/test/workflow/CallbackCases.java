package dev.foliot.test.workflow;

import static dev.foliot.test.FoliotAssertions.*;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import dev.foliot.test.WorkflowTestRun;
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
public interface CallbackCases extends Cases {
  @Test
  default void a11CreatesACallbackThatIsNeverAwaited() {
    var result = run(CallbackCaseTests::createOnly);

    assertThat(result).succeeded();
    assertThat(result.operations()).hasSize(1);
    assertThat(result.callback("approval_callback").duration()).isEqualTo(ofSeconds(60));
  }

  @Test
  default void a30GetsTheResultOfTheCallback() {
    WorkflowTestRun<@Nullable Object> run = start(CallbackCaseTests::approve);

    run.advance(ofMinutes(90)).heartbeat("approval");
    run.advance(ofMinutes(90)).complete("approval", "yes");

    assertThat(run.result()).hasResult("yes").took(ofHours(3));
  }

  @Test
  default void a30GetsTheErrorOfTheCallback() {
    WorkflowTestRun<@Nullable Object> run = start(CallbackCases::await);

    run.fail("answer", new IllegalStateException("not approved"));

    assertThat(run.result())
        .hasError(IllegalStateException.class)
        .hasErrorContaining("not approved");
  }

  private static String await(WorkflowContext ctx, String input) {
    return ctx.createCallback("answer", String.class).get();
  }

  @Test
  default void a32TimesOutWithoutAHeartbeat() {
    var result = run(CallbackCaseTests::approve);

    assertThat(result).took(ofHours(2));
    assertThat(String.valueOf(result.result()))
        .startsWith("refused: Callback 'approval' of run ")
        .endsWith(" got no heartbeat within PT2H");
    assertThat(result.history()).extracting("type").contains("CallbackTimedOut");
  }

  @Test
  default void a32ShowsNoHeartbeatInTheHistory() {
    WorkflowTestRun<@Nullable Object> run = start(CallbackCaseTests::approve);

    run.advance(ofHours(1)).heartbeat("approval").finish();

    assertThat(run.result()).succeeded().took(ofHours(3));
    assertThat(run.result().history())
        .extracting("type")
        .containsOnlyOnce("CallbackTimedOut")
        .doesNotContain("CallbackHeartbeat");
  }

  @Test
  default void a33KeepsAResultThatComesDuringAWait() {
    WorkflowTestRun<@Nullable Object> run = start(CallbackCases::awaitAfterWait);

    run.advance(ofSeconds(2)).complete("answer", "early").finish();

    assertThat(run.result()).hasResult("early").took(ofSeconds(5));
    assertThat(run.result().invocations()).isEqualTo(3);
  }

  private static String awaitAfterWait(WorkflowContext ctx, String input) {
    Callback<String> answer =
        ctx.createCallback("answer", String.class, CallbackOptions.timeout(ofSeconds(3)));
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
  default void a33KeepsAnErrorThatComesDuringAWait() {
    WorkflowTestRun<@Nullable Object> run = start(CallbackCases::awaitAfterWait);

    run.advance(ofSeconds(2)).fail("answer", new IllegalStateException("no")).finish();

    assertThat(run.result()).hasResult("failed").took(ofSeconds(5));
    assertThat(run.result().invocations()).isEqualTo(3);
  }

  @Test
  default void a33TimesOutDuringAWait() {
    var result = run(CallbackCases::awaitAfterWait);

    assertThat(result).hasResult("timed out").took(ofSeconds(5));
    assertThat(result.invocations()).isEqualTo(3);
    assertThat(result.callback("answer").status()).isEqualTo(EntryType.TIMED_OUT);
  }

  @Test
  default void a34AwaitsInTheOrderOfTheCreation() {
    assertAwaitsBoth(true);
  }

  @Test
  default void a34AwaitsInTheOtherOrder() {
    assertAwaitsBoth(false);
  }

  private void assertAwaitsBoth(boolean firstFirst) {
    WorkflowTestRun<@Nullable Object> run =
        start(
            (ctx, input) -> {
              Callback<String> a = ctx.createCallback("A", String.class);
              Callback<String> b = ctx.createCallback("B", String.class);
              (firstFirst ? a : b).get();
              return a.get() + " " + b.get();
            });

    run.complete("A", "a").complete("B", "b");

    assertThat(run.result()).hasResult("a b");
  }

  @Test
  default void a40LinksTheCallbackToItsContexts() {
    List<@Nullable String> answers = new ArrayList<>();
    WorkflowTestRun<@Nullable Object> run =
        start(
            (ctx, input) ->
                ctx.child(
                    "outer",
                    String.class,
                    child -> {
                      answers.add(
                          child.waitForCallback(
                              "inner",
                              String.class,
                              CallbackOptions.defaults(),
                              (id, step) -> did("asked")));
                      return "done";
                    }));

    var result = run.complete("inner", null).result();

    assertThat(result).hasResult("done");
    assertThat(answers).hasSize(1).containsOnlyNulls();
    assertThat(ran()).containsExactly("asked");
    String outer = result.child("outer").id();
    String inner = result.child("inner").id();
    assertThat(result.child("inner").parent()).isEqualTo(outer);
    assertThat(result.callback(inner + "-1").parent()).isEqualTo(inner);
    assertThat(result.step(inner + "-2").parent()).isEqualTo(inner);
  }

  @Test
  default void a53CompletesACallbackOnce() {
    WorkflowTestRun<@Nullable Object> run =
        start(
            (ctx, input) -> {
              String answer = ctx.createCallback("answer", String.class).get();
              ctx.wait("pause", ofSeconds(1));
              return answer;
            });
    assertThat(run.result()).isWaitingFor("answer");

    run.complete("answer", "first");

    assertThatThrownBy(() -> run.complete("answer", "second"))
        .isInstanceOf(CallbackClosedException.class);
    assertThat(run.finish().result()).hasResult("first");
  }

  @Test
  default void a53NamesWhatExists() {
    var result = run((ctx, input) -> ctx.step("validate", String.class, step -> "ok"));

    assertThat(result.findStep("pay")).isEmpty();
    assertThatThrownBy(() -> result.step("pay"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("The run has no step 'pay'. It has Step 'validate'.");
  }
}

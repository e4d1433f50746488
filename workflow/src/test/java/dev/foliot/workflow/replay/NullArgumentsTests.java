package dev.foliot.workflow.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.handler.RetryPolicy;
import dev.foliot.workflow.BatchOptions;
import dev.foliot.workflow.Branch;
import dev.foliot.workflow.CallbackOptions;
import dev.foliot.workflow.ConditionOptions;
import dev.foliot.workflow.InvokeOptions;
import dev.foliot.workflow.RunStatus;
import dev.foliot.workflow.StepOptions;
import dev.foliot.workflow.WorkflowContext;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.springframework.core.ParameterizedTypeReference;

/** Each call of the context names the argument that is missing (R62). */
class NullArgumentsTests {
  private static final ParameterizedTypeReference<String> TEXT =
      ParameterizedTypeReference.forType(String.class);
  private static final StepOptions STEP = StepOptions.defaults();
  private static final ConditionOptions<String> EVERY =
      ConditionOptions.every(Duration.ofSeconds(1));
  private static final Map<String, Consumer<WorkflowContext>> CALLS = new LinkedHashMap<>();

  private static void call(String refusal, Consumer<WorkflowContext> call) {
    CALLS.put("context." + refusal.replace(": ", " was given null. Give it ") + ".", call);
  }

  static {
    Class<String> noType = null;
    call("step: a body", ctx -> ctx.step("s", String.class, null));
    call("step: the type of the result", ctx -> ctx.step("s", noType, step -> "x"));
    call("step: options", ctx -> ctx.step("s", String.class, null, step -> "x"));
    call("stepAsync: a body", ctx -> ctx.stepAsync("s", String.class, null));
    call("command: a command", ctx -> ctx.command("c", null));
    call("command: the type of the result", ctx -> ctx.command("c", "command", noType));
    call("publish: an event", ctx -> ctx.publish("p", null));
    call("submit: a command", ctx -> ctx.submit("s", null));
    call("wait: a duration", ctx -> ctx.wait("w", null));
    call("waitUntil: an instant", ctx -> ctx.waitUntil("w", null));
    call("createCallback: the type of the result", ctx -> ctx.createCallback("c", noType));
    call("createCallback: options", ctx -> ctx.createCallback("c", TEXT, null));
    call(
        "waitForCallback: a submitter",
        ctx -> ctx.waitForCallback("c", String.class, CallbackOptions.defaults(), null));
    call("waitForEvent: an EventWait", ctx -> ctx.waitForEvent("e", null));
    call(
        "waitForCondition: a check",
        ctx -> ctx.waitForCondition("c", String.class, "", null, state -> true, EVERY));
    call(
        "waitForCondition: a predicate",
        ctx -> ctx.waitForCondition("c", String.class, "", (state, step) -> "", null, EVERY));
    call("child: a body", ctx -> ctx.child("c", String.class, null));
    call("parallel: branches", ctx -> ctx.parallel("p", String.class, null));
    call(
        "parallel: options",
        ctx -> ctx.parallel("p", TEXT, List.of(Branch.of(branch -> "x")), null));
    call("map: items", ctx -> ctx.map("m", null, String.class, (item, each, index) -> "x"));
    call(
        "map: a body",
        ctx -> ctx.<String, String>map("m", List.of("a"), TEXT, BatchOptions.defaults(), null));
    call("withRetry: a retry policy", ctx -> ctx.withRetry("r", String.class, null, block -> "x"));
    call("withRetry: a body", ctx -> ctx.withRetry("r", String.class, RetryPolicy.none(), null));
    call(
        "invoke: the name of a workflow",
        ctx -> ctx.invoke("i", null, "in", TEXT, InvokeOptions.defaults()));
    call("invoke: options", ctx -> ctx.invoke("i", "other", "in", TEXT, null));
    call("compensate: a name", ctx -> ctx.compensate(null, STEP, step -> {}));
    call("compensate: an undo step", ctx -> ctx.compensate("c", STEP, null));
    call("emit: an event", ctx -> ctx.emit(null));
    call("patched: the name of a change", ctx -> ctx.patched(null));
  }

  @TestFactory
  Stream<DynamicTest> refusesNull() {
    return CALLS.entrySet().stream()
        .map(
            each ->
                DynamicTest.dynamicTest(
                    each.getKey(), () -> assertRefused(each.getKey(), each.getValue())));
  }

  private static void assertRefused(String text, Consumer<WorkflowContext> call) {
    var end =
        RunInMemory.of(
                (ctx, input) -> {
                  call.accept(ctx);
                  return "never";
                })
            .end();

    assertThat(end.status()).isEqualTo(RunStatus.FAILED);
    assertThat(end.error().message()).isEqualTo(text);
  }
}

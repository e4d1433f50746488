package dev.foliot.test.workflows;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.springframework.core.ParameterizedTypeReference.forType;

import dev.foliot.workflow.Branch;
import dev.foliot.workflow.Callback;
import dev.foliot.workflow.CallbackClosedException;
import dev.foliot.workflow.DurableFunction;
import dev.foliot.workflow.EventWait;
import dev.foliot.workflow.InvokeOptions;
import dev.foliot.workflow.PayloadCodec;
import dev.foliot.workflow.RunFilter;
import dev.foliot.workflow.RunHandle;
import dev.foliot.workflow.RunNotFoundException;
import dev.foliot.workflow.RunOptions;
import dev.foliot.workflow.RunStatus;
import dev.foliot.workflow.StepOptions;
import dev.foliot.workflow.UnknownWorkflowException;
import java.lang.reflect.Type;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Texts that PostgreSQL refuses or changes are refused before anything is written (R40): otherwise
 * two ids would be one, a replay would get another value, or a run could never be stored.
 */
class UnstorableTextsIntegrationTests extends WorkflowTest {
  private static final String HALF = "a\uD83D";
  private static final List<String> TEXTS = List.of("a\0", HALF);
  private static final AtomicInteger RUNS = new AtomicInteger();

  private static Stream<String> wrongNames() {
    return Stream.concat(TEXTS.stream(), Stream.of("x".repeat(201), " "));
  }

  @ParameterizedTest
  @FieldSource("TEXTS")
  void refusesTheIdOfARun(String id) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RunOptions.id(id))
        .withMessageStartingWith("The id of a run has ")
        .withMessageContaining(" at index 1, so it cannot be stored as it is.");
    assertThatIllegalArgumentException().isThrownBy(() -> InvokeOptions.defaults().withRunId(id));
  }

  @ParameterizedTest
  @FieldSource("TEXTS")
  void findsNothingByAnId(String id) {
    workflows.start(Scripted.class, "in", RunOptions.id("a?")); // as the driver would write it
    engine.runUntilIdle();
    RunHandle<?> run = workflows.handle(id);

    assertThat(workflows.show(id)).isEmpty();
    assertThat(workflows.export(id)).isEmpty();
    assertThatExceptionOfType(UnknownWorkflowException.class)
        .isThrownBy(() -> workflows.list(RunFilter.of(id)));
    assertThat(workflows.list(RunFilter.all().childrenOf(id))).isEmpty();
    Stream.<ThrowingCallable>of(
            run::status,
            run::result,
            run::error,
            run::cancel,
            run::terminate,
            () -> run.await(ofSeconds(0)),
            () -> workflows.retry(id),
            () -> workflows.fork(id, "1", RunOptions.defaults()),
            () -> workflows.events(id, 0),
            () -> workflows.list(RunFilter.all().after(id)))
        .forEach(call -> assertThatExceptionOfType(RunNotFoundException.class).isThrownBy(call));
    Stream.<ThrowingCallable>of(
            () -> workflows.completeCallback(id, "yes"),
            () -> workflows.failCallback("r-1/" + id, "no", null),
            () -> workflows.heartbeat(id))
        .forEach(call -> assertThatExceptionOfType(CallbackClosedException.class).isThrownBy(call));
  }

  @ParameterizedTest
  @MethodSource("wrongNames")
  void failsARunWithTheNameOfAnOperation(String name) {
    assertThat(errorOf((ctx, input) -> ctx.step(name, String.class, step -> "done")))
        .startsWith("java.lang.IllegalArgumentException: The name of a Step ");
    assertThat(
            errorOf(
                (ctx, input) -> {
                  Branch<String> named = Branch.of(name, branch -> "done");
                  return ctx.parallel("all", String.class, List.of(named)).results().toString();
                }))
        .startsWith("java.lang.IllegalArgumentException: The name of a ParallelBranch ");
  }

  @Test
  void refusesAnInputAndAnAnswer() {
    code(
        (ctx, input) -> {
          Callback<String> callback = ctx.createCallback("answer", String.class);
          ctx.step("id", step -> scripted.did(callback.id()));
          return callback.get();
        });
    RunHandle<String> run = start("r-1");
    engine.run();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> workflows.start(Scripted.class, HALF))
        .withMessageStartingWith(
            "The JSON of java.lang.String has half of a surrogate pair, U+D83D, at index 2");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> workflows.completeCallback(scripted.ran.get(0), HALF));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> workflows.fork("r-1", "1", HALF, RunOptions.defaults()));
    workflows.completeCallback(scripted.ran.get(0), "yes\0");
    engine.run();
    assertThat(run.result()).as("JSON escapes it").contains("yes\0");
    assertThat(count("foliot_run")).isOne();
  }

  @Test
  void failsARunWithAValue() {
    String half = "has half of a surrogate pair, U+D83D, at index ";

    assertThat(errorOf((ctx, input) -> ctx.step("s", String.class, step -> HALF)))
        .contains("The result of Step 's' at position 1 cannot be stored: ", half);
    assertThat(errorOf((ctx, input) -> HALF)).contains("The result of the run", half);
    assertThat(errorOf((ctx, input) -> ctx.continueAsNew(HALF))).contains(half);
    assertThat(
            errorOf(
                (ctx, input) -> {
                  ctx.emit(new Stock.Received(HALF));
                  return input;
                }))
        .contains("The emitted ", half);
    assertThat(
            errorOf(
                (ctx, input) ->
                    ctx.waitForEvent("w", EventWait.of(Stock.Received.class).where("product", HALF))
                        .toString()))
        .contains("The value of condition product", half);
    assertThat(errorOf((ctx, input) -> ctx.invoke("i", Scripted.Child.class, HALF, String.class)))
        .contains("The input of ", half);
  }

  @ParameterizedTest
  @FieldSource("TEXTS")
  void failsARunWithTheTextOfACodec(String text) {
    PayloadCodec codec =
        new PayloadCodec() {
          @Override
          public String write(@Nullable Object value) {
            return text;
          }

          @Override
          public Object read(String payload, Type type) {
            return payload;
          }
        };

    assertThat(
            errorOf(
                (ctx, input) ->
                    ctx.step(
                        "s",
                        forType(String.class),
                        StepOptions.noRetry().withCodec(codec),
                        step -> "v")))
        .contains("The text of its codec has ", " at index 1");
  }

  private String errorOf(DurableFunction<String, String> wrong) {
    code(wrong);
    RunHandle<String> run = start("wrong-" + RUNS.incrementAndGet());
    engine.run();
    assertThat(run.status()).isEqualTo(RunStatus.FAILED);
    return run.error().map(error -> error.type() + ": " + error.message()).orElseThrow();
  }
}

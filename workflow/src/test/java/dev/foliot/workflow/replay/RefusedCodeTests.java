package dev.foliot.workflow.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.foliot.handler.RetryPolicy;
import dev.foliot.workflow.BatchOptions;
import dev.foliot.workflow.Branch;
import dev.foliot.workflow.CallbackOptions;
import dev.foliot.workflow.ConditionOptions;
import dev.foliot.workflow.PayloadCodec;
import dev.foliot.workflow.RunStatus;
import dev.foliot.workflow.StepOptions;
import dev.foliot.workflow.WorkflowContext;
import dev.foliot.workflow.WorkflowInterceptor;
import dev.foliot.workflow.WorkflowInterceptor.InputInfo;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.dao.DataAccessResourceFailureException;

/** An error of the code fails the run at once: no attempt of it can succeed (R62). */
class RefusedCodeTests {
  private static final RetryPolicy FIVE_TIMES = RetryPolicy.fixed(5, Duration.ofSeconds(1));

  private final List<String> done = new ArrayList<>();

  /** A value without JSON: it contains itself. */
  static final class Loop {
    public Loop getSelf() {
      return this;
    }
  }

  record Amount(int euros) {}

  private static String messageOf(RunInMemory run) {
    var end = run.end();
    assertThat(end.status()).isEqualTo(RunStatus.FAILED);
    return String.valueOf(end.error().message());
  }

  private String did(String what) {
    done.add(what);
    return what;
  }

  @Test
  void stepInAStepIsNotRetried() {
    var run =
        RunInMemory.of(
            (ctx, input) ->
                ctx.step(
                    "outer",
                    String.class,
                    StepOptions.retry(FIVE_TIMES),
                    step -> did("outer") + ctx.step("inner", String.class, s -> did("inner"))));

    assertThat(messageOf(run))
        .isEqualTo(
            "Step 'inner' was called in the body of Step 'outer'. A step is one operation: call it before or after the step.");
    assertThat(done).containsExactly("outer");
    assertThat(run.invocations).isEqualTo(1);
  }

  @Test
  void caughtErrorOfTheCodeStillFailsTheRun() {
    var run =
        RunInMemory.of(
            (ctx, input) -> {
              try {
                return ctx.step(" ", String.class, step -> did("blank"));
              } catch (IllegalArgumentException hidden) {
                return ctx.step("next", String.class, step -> did("next"));
              }
            });

    assertThat(messageOf(run)).contains("The name of a Step is blank");
    assertThat(done).isEmpty();
  }

  @Test
  void errorThatABodyHasCaughtFailsATransactionalStep() {
    var run =
        RunInMemory.of(
            (ctx, input) ->
                ctx.step(
                    "outer",
                    String.class,
                    StepOptions.transactional(),
                    step -> {
                      try {
                        return ctx.uuid().toString();
                      } catch (IllegalStateException hidden) {
                        return did("hidden");
                      }
                    }));

    assertThat(messageOf(run)).contains("uuid() was called in the body of Step 'outer'");
    assertThat(run.trace()).isEmpty();
  }

  @Test
  void callInAnotherThreadOfAStepIsNotRetried() {
    var run =
        RunInMemory.of(
            (ctx, input) ->
                ctx.step(
                    "outer",
                    String.class,
                    StepOptions.retry(FIVE_TIMES),
                    step ->
                        CompletableFuture.supplyAsync(
                                () -> ctx.step(null, String.class, s -> did("inner")))
                            .join()));

    assertThat(messageOf(run)).contains("was called in a thread that does not run it");
    assertThat(run.invocations).isEqualTo(1);
  }

  @Test
  void refusedCallIsNotRetriedByABlock() {
    var run =
        RunInMemory.of(
            (ctx, input) ->
                ctx.withRetry(
                    "block",
                    String.class,
                    FIVE_TIMES,
                    block -> {
                      did("attempt");
                      block.wait(null, Duration.ofSeconds(-1));
                      return "never";
                    }));

    assertThat(messageOf(run)).isEqualTo("A wait takes zero or more time; the duration was PT-1S");
    assertThat(done).containsExactly("attempt");
  }

  @Test
  void resultThatCannotBeStoredIsNotRetried() {
    var run =
        RunInMemory.of(
            (ctx, input) ->
                ctx.withRetry(
                    "block",
                    String.class,
                    FIVE_TIMES,
                    block -> block.step("pay", Loop.class, step -> loop()).toString()));

    assertThat(messageOf(run))
        .startsWith("The result of Step 'pay' at position 1-1-1 cannot be stored: ")
        .endsWith("Use a record of values that have JSON.");
    assertThat(done).containsExactly("loop");
  }

  private Loop loop() {
    did("loop");
    return new Loop();
  }

  @Test
  void otherValuesThatCannotBeStoredAreNamed() {
    assertThat(messageOf(run(ctx -> ctx.child("c", Loop.class, child -> new Loop()))))
        .startsWith("The result of RunInChildContext 'c' at position 1 cannot be stored: ");
    assertThat(messageOf(run(ctx -> ctx.continueAsNew(new Loop()))))
        .startsWith("The input of the next round cannot be stored: ");
    assertThat(messageOf(run(RefusedCodeTests::emit)))
        .startsWith(
            "The emitted dev.foliot.workflow.replay.RefusedCodeTests$Loop cannot be stored");
    assertThat(messageOf(run(ctx -> new Loop())))
        .startsWith("The result of the run cannot be stored: ");
    assertThat(messageOf(run(RefusedCodeTests::poll)))
        .startsWith("The result of WaitForCondition 'poll' at position 1 cannot be stored: ");
  }

  private static RunInMemory run(Function<WorkflowContext, Object> code) {
    return RunInMemory.of((ctx, input) -> code.apply(ctx));
  }

  private static Object emit(WorkflowContext ctx) {
    ctx.emit(new Loop());
    return "never";
  }

  private static Object poll(WorkflowContext ctx) {
    return ctx.waitForCondition(
        "poll",
        Object.class,
        "first",
        (state, attempt) -> new Loop(),
        state -> false,
        ConditionOptions.every(Duration.ofSeconds(1)));
  }

  @Test
  void valueThatDoesNotFitItsTypeIsNamed() {
    var run =
        RunInMemory.of(
            (ctx, input) -> {
              ctx.step("price", Object.class, step -> Map.of("euros", "many"));
              ctx.wait(null, Duration.ofSeconds(1));
              return "never";
            });
    run.invoke();

    run.with((ctx, input) -> ctx.step("price", Amount.class, step -> new Amount(1)).toString());

    assertThat(messageOf(run))
        .startsWith(
            "The result of Step 'price' at position 1 cannot be read as dev.foliot.workflow.replay.RefusedCodeTests$Amount: field euros: its JSON does not fit the reader of int")
        .doesNotContain("many")
        .endsWith("give the workflow a new version.");
  }

  @Test
  void inputThatDoesNotFitItsTypeIsNamed() {
    var memory = new RunInMemory(null);
    Type[] types = {Amount.class, Object.class};
    var body = new FunctionBody((ctx, input) -> input, types, memory.codec, memory.json);
    RunScope unused = null;

    assertThatThrownBy(() -> body.run(unused, "{\"euros\":\"many\"}"))
        .hasMessageStartingWith(
            "The input of the run cannot be read as dev.foliot.workflow.replay.RefusedCodeTests$Amount: field euros: its JSON does not fit the reader of int");
  }

  @Test
  void timeOutNamesTheCallbackTheRunAndTheTime() {
    CallbackOptions anHour = CallbackOptions.timeout(Duration.ofHours(1));
    assertThat(messageOf(run(ctx -> ctx.createCallback("paid", String.class, anHour).get())))
        .isEqualTo("Callback 'paid' of run r was not completed within PT1H");
    assertThat(
            messageOf(
                run(ctx -> ctx.waitForCallback("asked", String.class, anHour, (id, step) -> {}))))
        .isEqualTo("Callback 'asked' of run r was not completed within PT1H");
    assertThat(
            messageOf(
                run(
                    ctx ->
                        ctx.createCallback(
                                null,
                                String.class,
                                CallbackOptions.defaults()
                                    .withHeartbeatTimeout(Duration.ofMinutes(5)))
                            .get())))
        .isEqualTo("Callback without a name of run r got no heartbeat within PT5M");
  }

  @Test
  void conditionThatIsNotMetNamesTheRunAndTheChecks() {
    ConditionOptions<Integer> twice =
        ConditionOptions.<Integer>every(Duration.ofSeconds(1)).withMaxAttempts(2);
    var run =
        run(
            ctx ->
                ctx.waitForCondition(
                    "shipped", Integer.class, 0, (state, step) -> 1, state -> false, twice));

    assertThat(messageOf(run))
        .isEqualTo("WaitForCondition 'shipped' of run r was not met in 2 checks");
  }

  @Test
  void refusedBranchFailsTheRunWhileOthersWait() {
    var run =
        RunInMemory.of(
            (ctx, input) ->
                ctx.parallel(
                        "all",
                        ParameterizedTypeReference.forType(String.class),
                        List.of(
                            Branch.of(branch -> branch.createCallback("a", String.class).get()),
                            Branch.of(branch -> branch.step("", String.class, step -> "no"))),
                        BatchOptions.defaults())
                    .results());

    assertThat(messageOf(run)).contains("The name of a Step is blank");
    assertThat(run.invocations).isEqualTo(1);
  }

  @Test
  void outageOfTheDatabaseIsNoErrorOfTheCode() {
    StepOptions options = StepOptions.defaults().withCodec(new AwayCodec());
    var run = RunInMemory.of((ctx, input) -> ctx.step("pay", String.class, options, s -> "paid"));

    assertThat(run.invoke()).isInstanceOf(InvocationResult.Aborted.class);
    assertThat(run.trace()).isEmpty();
  }

  @Test
  void outageDuringATransformationIsNoErrorOfTheInterceptor() {
    StepOptions options = StepOptions.defaults().withCodec(new AwayOnce());
    var run = RunInMemory.of((ctx, input) -> ctx.step("pay", String.class, options, s -> "paid"));
    WorkflowInterceptor masking =
        new WorkflowInterceptor() {
          @Override
          public Object transformInput(InputInfo start, @Nullable Object input) {
            return "masked";
          }

          @Override
          public Object transformOutput(OutputInfo info, @Nullable Object output) {
            return "masked";
          }
        };
    run.interceptors.add(masking);

    assertThat(run.invoke()).isInstanceOf(InvocationResult.Aborted.class);
    assertThatThrownBy(
            () ->
                new Interceptors(List.of(masking))
                    .input(new InputInfo("r", "w", null), "plain", new AwayCodec(), String.class))
        .isInstanceOf(DataAccessResourceFailureException.class);
  }

  /** The database is unavailable for a moment. */
  private static final class AwayOnce implements PayloadCodec {
    private boolean isBack;

    @Override
    public String write(@Nullable Object value) {
      if (!isBack) {
        isBack = true;
        throw new DataAccessResourceFailureException("away");
      }
      return "\"" + value + "\"";
    }

    @Override
    public @Nullable Object read(String payload, Type type) {
      return payload;
    }
  }

  private static final class AwayCodec implements PayloadCodec {
    @Override
    public String write(@Nullable Object value) {
      throw new DataAccessResourceFailureException("away");
    }

    @Override
    public @Nullable Object read(String payload, Type type) {
      return null;
    }
  }
}

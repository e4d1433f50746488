package dev.foliot.test.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.workflow.Branch;
import dev.foliot.workflow.CallbackOptions;
import dev.foliot.workflow.EventWait;
import dev.foliot.workflow.InvokeOptions;
import dev.foliot.workflow.OperationFailedException;
import dev.foliot.workflow.RunHandle;
import dev.foliot.workflow.RunStatus;
import dev.foliot.workflow.WorkflowContext;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.test.context.TestPropertySource;

/**
 * A wake-up in the last moment of an invocation: another transaction wakes the run right before or
 * right after the update that lets the run wait. No wake-up is lost (R54).
 */
@TestPropertySource(properties = "test.between-statements=true")
class LastMomentIntegrationTests extends WorkflowTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration HALF_AN_HOUR = Duration.ofMinutes(30);
  private static final String WAIT = "r-1/1-1-1";

  /** The update that ends an invocation. */
  private static final Predicate<String> SETTLES =
      sql -> sql.contains("owner = null, due_at = ?, result = ?");

  private BetweenStatements statements;

  @Autowired
  void setDataSource(DataSource dataSource) {
    statements = (BetweenStatements) dataSource;
  }

  @BeforeEach
  void begin() {
    statements.failures().clear();
    child.code = (ctx, input) -> ctx.<String>createCallback("never", String.class).get();
    domain.process(new Stock.Receive("p-1"));
  }

  @AfterEach
  void noTransactionHasFailed() {
    assertThat(statements.failures()).isEmpty();
  }

  /** A wait of a run, and another writer that ends it. */
  enum WakeUp {
    CALLBACK_SUCCESS(
        (test, ctx) -> callback(ctx),
        test -> test.workflows.completeCallback(WAIT, "yes"),
        RunStatus.SUCCEEDED,
        "yes"),
    CALLBACK_FAILURE(
        (test, ctx) -> callback(ctx),
        test -> test.workflows.failCallback(WAIT, "No", "refused"),
        RunStatus.SUCCEEDED,
        "No"),
    EVENT(
        (test, ctx) ->
            ctx.waitForEvent("event", EventWait.of(Stock.Reserved.class).where("order", "o-1"))
                .orElseThrow()
                .order(),
        test -> test.domain.process(new Stock.Reserve("p-1", "o-1")),
        RunStatus.SUCCEEDED,
        "o-1"),
    END_OF_A_CHILD(
        (test, ctx) ->
            ctx.invoke(
                "child",
                "scripted-child",
                "in",
                ParameterizedTypeReference.forType(String.class),
                InvokeOptions.defaults()),
        test -> test.workflows.handle(WAIT).terminate(),
        RunStatus.SUCCEEDED,
        "Invoke.Terminated"),
    CANCEL(
        (test, ctx) -> callback(ctx),
        test -> test.workflows.handle("r-1").cancel(),
        RunStatus.CANCELLED,
        null),
    TIMER(
        (test, ctx) -> {
          ctx.wait("timer", HOUR);
          return "over";
        },
        test -> test.clock.advance(HOUR),
        RunStatus.SUCCEEDED,
        "over");

    private final BiFunction<LastMomentIntegrationTests, WorkflowContext, String> wait;
    private final Consumer<LastMomentIntegrationTests> other;
    private final RunStatus end;
    private final String result;

    WakeUp(
        BiFunction<LastMomentIntegrationTests, WorkflowContext, String> wait,
        Consumer<LastMomentIntegrationTests> other,
        RunStatus end,
        String result) {
      this.wait = wait;
      this.other = other;
      this.end = end;
      this.result = result;
    }
  }

  private static String callback(WorkflowContext ctx) {
    return ctx.<String>createCallback(
            "answer",
            ParameterizedTypeReference.forType(String.class),
            CallbackOptions.defaults().withHeartbeatTimeout(HOUR))
        .get();
  }

  /** Starts a run that waits, and whose wait is stored before its invocation ends. */
  private RunHandle<String> startWaiting(WakeUp wakeUp) {
    code(
        (ctx, input) ->
            ctx.parallel(
                    "both",
                    String.class,
                    List.of(
                        Branch.of("wait", branch -> outcome(wakeUp, branch)),
                        Branch.of(
                            "step", branch -> branch.step("s", String.class, step -> "step"))))
                .results()
                .get(0));
    return start("r-1");
  }

  private String outcome(WakeUp wakeUp, WorkflowContext ctx) {
    try {
      return wakeUp.wait.apply(this, ctx);
    } catch (OperationFailedException e) {
      return e.errorType();
    }
  }

  @ParameterizedTest
  @EnumSource
  void wakeUpBeforeTheRunWaitsIsSeen(WakeUp wakeUp) {
    RunHandle<String> run = startWaiting(wakeUp);
    CompletableFuture<Void> other = statements.before(SETTLES, () -> wakeUp.other.accept(this));

    engine.run();

    assertEnd(run, wakeUp, other);
  }

  @ParameterizedTest
  @EnumSource
  void wakeUpAfterTheRunWaitsIsSeen(WakeUp wakeUp) {
    RunHandle<String> run = startWaiting(wakeUp);
    CompletableFuture<Void> other = statements.after(SETTLES, () -> wakeUp.other.accept(this));

    engine.run();

    assertEnd(run, wakeUp, other);
  }

  private void assertEnd(RunHandle<String> run, WakeUp wakeUp, CompletableFuture<Void> other) {
    other.join();
    engine.run();
    assertThat(run.status()).isEqualTo(wakeUp.end);
    assertThat(run.result()).isEqualTo(Optional.ofNullable(wakeUp.result));
  }

  private enum Moment {
    BEFORE,
    AFTER
  }

  @ParameterizedTest
  @EnumSource
  void heartbeatInTheLastMomentKeepsTheCallbackAlive(Moment moment) {
    RunHandle<String> run = startWaiting(WakeUp.CALLBACK_SUCCESS);
    Runnable heartbeat =
        () -> {
          clock.advance(HALF_AN_HOUR);
          workflows.heartbeat(WAIT);
        };
    CompletableFuture<Void> other =
        moment == Moment.BEFORE
            ? statements.before(SETTLES, heartbeat)
            : statements.after(SETTLES, heartbeat);

    engine.run();
    other.join();
    clock.advance(HALF_AN_HOUR.plusMinutes(1)); // the time-out without the heartbeat is over
    engine.run();

    assertThat(run.status()).isEqualTo(RunStatus.WAITING);
    clock.advance(HALF_AN_HOUR);
    engine.run();
    assertThat(run.result()).contains("Callback.Heartbeat");
  }
}

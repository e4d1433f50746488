package dev.foliot.test.workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.foliot.workflow.Branch;
import dev.foliot.workflow.CallbackClosedException;
import dev.foliot.workflow.CallbackOptions;
import dev.foliot.workflow.CallbackTimedOutException;
import dev.foliot.workflow.DurableFunction;
import dev.foliot.workflow.InvokeOptions;
import dev.foliot.workflow.OperationFailedException;
import dev.foliot.workflow.RunHandle;
import dev.foliot.workflow.RunStatus;
import dev.foliot.workflow.WorkflowContext;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.test.context.TestPropertySource;

/**
 * Two writers of a run, its child run and its waits: they wait for each other in one order only,
 * and neither misses the other (R57, R58).
 */
@TestPropertySource(properties = "test.between-statements=true")
class RunLocksIntegrationTests extends WorkflowTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final String CALLBACK = "r-1/1/1";

  /** A change of a run that is no claim. */
  private static final Predicate<String> CHANGE =
      sql -> isUpdate(sql, "foliot_run") && !sql.contains("'running'");

  private static final Predicate<String> CLOSED_WAIT = sql -> isUpdate(sql, "foliot_wait");

  private BetweenStatements statements;

  private static boolean isUpdate(String sql, String table) {
    return sql.matches("(?s).*update \\S*" + table + "\\s.*");
  }

  @Autowired
  void setDataSource(DataSource dataSource) {
    statements = (BetweenStatements) dataSource;
  }

  @BeforeEach
  void begin() {
    statements.failures().clear();
    child.code = (ctx, input) -> ctx.<String>createCallback("answer", String.class).get();
  }

  @AfterEach
  void noTransactionHasFailed() {
    assertThat(statements.failures()).isEmpty();
  }

  private RunHandle<String> startWithAChild(InvokeOptions options) {
    invokeAChild(options);
    RunHandle<String> run = start("r-1");
    engine.run();
    return run;
  }

  private void invokeAChild(InvokeOptions options) {
    code(
        (ctx, input) -> {
          try {
            return andMore(
                ctx,
                ctx.invoke(
                    "child",
                    "scripted-child",
                    input,
                    ParameterizedTypeReference.forType(String.class),
                    options));
          } catch (OperationFailedException e) {
            return andMore(ctx, e.errorType());
          }
        });
  }

  /** A cancelled run does nothing new. */
  private static String andMore(WorkflowContext ctx, String result) {
    return ctx.step("more", String.class, step -> result);
  }

  private RunStatus statusOfChild() {
    return workflows.handle("r-1/1").status();
  }

  @Test
  void endOfAChildRunDuringTheCancellationOfItsParent() {
    RunHandle<String> run = startWithAChild(InvokeOptions.defaults());
    workflows.completeCallback(CALLBACK, "done");
    CompletableFuture<Void> cancel = statements.after(CHANGE, run::cancel);

    engine.run();
    cancel.join();
    engine.runUntilIdle();

    assertThat(run.status()).isEqualTo(RunStatus.CANCELLED);
    assertThat(statusOfChild()).isEqualTo(RunStatus.SUCCEEDED);
  }

  @Test
  void endOfAChildRunDuringTheTerminationOfItsParent() {
    RunHandle<String> run = startWithAChild(InvokeOptions.defaults());
    workflows.completeCallback(CALLBACK, "done");
    CompletableFuture<Void> terminate = statements.after(CHANGE, run::terminate);

    engine.run();
    terminate.join();
    engine.runUntilIdle();

    assertThat(run.status()).isEqualTo(RunStatus.TERMINATED);
    assertThat(statusOfChild()).isEqualTo(RunStatus.SUCCEEDED);
  }

  @Test
  void terminationOfAChildRunDuringTheCancellationOfItsParent() {
    RunHandle<String> run = startWithAChild(InvokeOptions.defaults());
    CompletableFuture<Void> cancel = statements.after(CHANGE, run::cancel);

    workflows.handle("r-1/1").terminate();
    cancel.join();
    engine.runUntilIdle();

    assertThat(run.status()).isEqualTo(RunStatus.CANCELLED);
    assertThat(statusOfChild()).isEqualTo(RunStatus.TERMINATED);
  }

  @Test
  void terminationOfAChildRunThatIsLate() {
    RunHandle<String> run = startWithAChild(InvokeOptions.timeout(HOUR));
    clock.advance(HOUR);
    CompletableFuture<Void> terminate =
        statements.after(CLOSED_WAIT, () -> workflows.handle("r-1/1").terminate());

    engine.run();
    terminate.join();
    engine.runUntilIdle();

    assertThat(run.result()).contains("Invoke.Timeout");
    assertThat(statusOfChild()).isEqualTo(RunStatus.TERMINATED);
  }

  // ---- child runs that are being started

  private static boolean isStartOfAChild(String sql) {
    return sql.matches("(?s).*insert into \\S*foliot_run .*");
  }

  @Test
  void terminationFollowsToAChildRunThatIsBeingStarted() {
    invokeAChildBesideAStep();
    RunHandle<String> run = start("r-1");
    CompletableFuture<Void> terminate =
        statements.after(RunLocksIntegrationTests::isStartOfAChild, run::terminate);

    engine.run();
    terminate.join();
    engine.runUntilIdle();

    assertThat(run.status()).isEqualTo(RunStatus.TERMINATED);
    assertThat(statusOfChild()).isEqualTo(RunStatus.TERMINATED);
  }

  @Test
  void cancellationFollowsToAChildRunThatIsBeingStarted() {
    invokeAChildBesideAStep();
    undo();
    RunHandle<String> run = start("r-1");
    CompletableFuture<Void> cancel =
        statements.after(RunLocksIntegrationTests::isStartOfAChild, run::cancel);

    engine.run();
    cancel.join();
    engine.runUntilIdle();

    assertThat(run.status()).isEqualTo(RunStatus.CANCELLED);
    assertThat(statusOfChild()).isEqualTo(RunStatus.CANCELLED);
    assertThat(scripted.ran).containsExactly("child was cancelled: true");
  }

  @Test
  void cancellationFollowsToAChildRunThatIsStartedAfterIt() {
    invokeAChild(InvokeOptions.defaults());
    undo();
    DurableFunction<String, String> code = scripted.code;
    code(
        (ctx, input) -> {
          if (ctx.info().invocation() == 1) {
            workflows.handle("r-1").cancel();
          }
          return code.run(ctx, input);
        });
    RunHandle<String> run = start("r-1");

    engine.runUntilIdle();

    assertThat(run.status()).isEqualTo(RunStatus.CANCELLED);
    assertThat(statusOfChild()).isEqualTo(RunStatus.CANCELLED);
    assertThat(scripted.ran).containsExactly("child was cancelled: true");
  }

  /** The child run is stored before the effect of the step. */
  private void invokeAChildBesideAStep() {
    invokeAChild(InvokeOptions.defaults().withRunId("r-1/1"));
    DurableFunction<String, String> invoke = scripted.code;
    code(
        (ctx, input) ->
            ctx.parallel(
                    "both",
                    String.class,
                    List.of(
                        Branch.of("child", branch -> invoke.run(branch, input)),
                        Branch.of("step", branch -> branch.step("s", String.class, step -> "s"))))
                .toString());
  }

  /** The undo step sees whether the child run is to end: it may take long. */
  private void undo() {
    DurableFunction<String, String> code = scripted.code;
    code(
        (ctx, input) -> {
          ctx.compensate(
              "undo", step -> scripted.did("child was cancelled: " + isChildCancelled()));
          return code.run(ctx, input);
        });
  }

  private boolean isChildCancelled() {
    return jdbc.queryForObject(
        "select cancel_requested from foliot_run where id = 'r-1/1'", Boolean.class);
  }

  // ---- heartbeats

  private RunHandle<String> startWithACallback() {
    code(
        (ctx, input) -> {
          try {
            return ctx.<String>createCallback(
                    "answer",
                    ParameterizedTypeReference.forType(String.class),
                    CallbackOptions.defaults().withHeartbeatTimeout(HOUR))
                .get();
          } catch (CallbackTimedOutException e) {
            return e.errorType();
          }
        });
    RunHandle<String> run = start("r-1");
    engine.run();
    clock.advance(HOUR);
    return run;
  }

  @Test
  void heartbeatBeforeTheTimeOutIsStoredKeepsTheCallbackAlive() {
    RunHandle<String> run = startWithACallback();
    CompletableFuture<Void> heartbeat =
        statements.after(
            sql -> sql.matches("(?s)select operation, outcome.*foliot_wait.*"),
            () -> workflows.heartbeat("r-1/1"));

    engine.run();
    heartbeat.join();

    assertThat(run.status()).isEqualTo(RunStatus.WAITING);
    workflows.completeCallback("r-1/1", "yes");
    engine.run();
    assertThat(run.result()).contains("yes");
  }

  @Test
  void heartbeatAfterTheTimeOutIsStoredIsRefused() {
    RunHandle<String> run = startWithACallback();
    CompletableFuture<Void> heartbeat =
        statements.after(CLOSED_WAIT, () -> workflows.heartbeat("r-1/1"));

    engine.run();

    assertThatExceptionOfType(CompletionException.class)
        .isThrownBy(heartbeat::join)
        .havingCause()
        .isInstanceOfSatisfying(
            CallbackClosedException.class,
            e -> assertThat(e.reason()).isEqualTo(CallbackClosedException.Reason.TIMED_OUT));
    assertThat(run.result()).contains("Callback.Heartbeat");
  }
}

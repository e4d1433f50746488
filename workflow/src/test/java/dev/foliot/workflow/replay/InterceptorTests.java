package dev.foliot.workflow.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.handler.RetryPolicy;
import dev.foliot.workflow.RunStatus;
import dev.foliot.workflow.StepOptions;
import dev.foliot.workflow.WorkflowInterceptor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Interceptors of a run in memory (A48). */
class InterceptorTests {
  private final List<String> calls = new ArrayList<>();

  @Test
  void seesARunFromItsStartToItsEnd() {
    var run = run(new Recorder());

    run.end();

    assertThat(calls)
        .containsExactly(
            "invocation 1 first RUNNING updated=[]",
            "start 1 CONTEXT child replay=false",
            "function 1 replaying=false",
            "start 1-1 STEP flaky replay=false",
            "attempt 1-1 1",
            "attempt 1-1 1 FAILED no retry=true",
            "function 1 STARTED",
            "stored [1, 1-1]",
            "invocation 1 WAITING",
            "invocation 2 RUNNING updated=[]",
            "start 1 CONTEXT child replay=true",
            "function 1 replaying=true",
            "start 1-1 STEP flaky replay=true",
            "attempt 1-1 2",
            "attempt 1-1 2 SUCCEEDED retry=false",
            "end 1-1 SUCCEEDED \"ok\" parent=1",
            "function 1 SUCCEEDED",
            "end 1 SUCCEEDED \"ok\" parent=null",
            "start 2 WAIT pause replay=false",
            "stored [1-1, 1, 2]",
            "invocation 2 WAITING",
            "invocation 3 RUNNING updated=[2]",
            "end 2 SUCCEEDED null parent=null",
            "stored [2]",
            "invocation 3 SUCCEEDED");
  }

  private static RunInMemory run(WorkflowInterceptor... interceptors) {
    var run =
        RunInMemory.of(
            (ctx, input) -> {
              String result =
                  ctx.child(
                      "child",
                      String.class,
                      child ->
                          child.step(
                              "flaky",
                              String.class,
                              StepOptions.retry(RetryPolicy.fixed(2, Duration.ofSeconds(1))),
                              step -> failOnce(step.attempt())));
              ctx.wait("pause", Duration.ofSeconds(1));
              return result;
            });
    run.interceptors.addAll(List.of(interceptors));
    return run;
  }

  private static String failOnce(int attempt) {
    if (attempt == 1) {
      throw new IllegalStateException("no");
    }
    return "ok";
  }

  @Test
  void faultyOneHurtsNeitherTheRunNorOthers() {
    var run = run(new Faulty(), new Recorder());

    var end = run.end();

    assertThat(end.status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(end.payload()).isEqualTo("\"ok\"");
    assertThat(calls).hasSize(25);
  }

  @Test
  void seesStoredOperationsDuringACall() {
    List<String> seen = new ArrayList<>();
    var run =
        run(
            new WorkflowInterceptor() {
              @Override
              public void operationsUpdated(UpdateInfo update) {
                seen.add(update.operations().keySet() + " " + update.operations().size());
                assertThat(update.updated())
                    .allSatisfy(
                        each -> assertThat(update.operations().get(each.id())).isEqualTo(each));
              }
            });

    run.end();

    assertThat(seen).containsExactly("[1, 1-1] 2", "[1, 1-1, 2] 3", "[1, 1-1, 2] 3");
  }

  private final class Recorder implements WorkflowInterceptor {
    @Override
    public void invocationStart(InvocationInfo invocation) {
      calls.add(
          "invocation %s%s %s updated=%s"
              .formatted(
                  invocation.run().invocation(),
                  invocation.isFirst() ? " first" : "",
                  invocation.status(),
                  invocation.updated().stream().map(OperationInfo::id).toList()));
    }

    @Override
    public void invocationEnd(InvocationInfo invocation) {
      calls.add("invocation %s %s".formatted(invocation.run().invocation(), invocation.status()));
    }

    @Override
    public void operationStart(OperationInfo operation) {
      assertThat(operation.isPending()).isTrue();
      calls.add(
          "start %s %s %s replay=%s"
              .formatted(operation.id(), operation.type(), operation.name(), operation.isReplay()));
    }

    @Override
    public void operationEnd(OperationInfo operation) {
      calls.add(
          "end %s %s %s parent=%s"
              .formatted(
                  operation.id(), operation.status(), operation.result(), operation.parentId()));
    }

    @Override
    public void attemptStart(AttemptInfo attempt) {
      calls.add("attempt %s %s".formatted(attempt.operation().id(), attempt.attempt()));
    }

    @Override
    public void attemptEnd(AttemptInfo attempt) {
      calls.add(
          "attempt %s %s %s%s retry=%s"
              .formatted(
                  attempt.operation().id(),
                  attempt.attempt(),
                  attempt.outcome(),
                  attempt.error() == null ? "" : " " + attempt.error().message(),
                  attempt.willRetry()));
    }

    @Override
    public void functionStart(FunctionInfo function) {
      calls.add(
          "function %s replaying=%s"
              .formatted(function.operation().id(), function.isReplayingChildren()));
    }

    @Override
    public void functionEnd(FunctionInfo function) {
      calls.add("function %s %s".formatted(function.operation().id(), function.outcome()));
    }

    @Override
    public void operationsUpdated(UpdateInfo update) {
      calls.add("stored " + update.updated().stream().map(OperationInfo::id).toList());
    }
  }

  /** Fails in each method. */
  private static final class Faulty implements WorkflowInterceptor {
    @Override
    public void invocationStart(InvocationInfo invocation) {
      throw new IllegalStateException("invocationStart");
    }

    @Override
    public void invocationEnd(InvocationInfo invocation) {
      throw new IllegalStateException("invocationEnd");
    }

    @Override
    public void operationStart(OperationInfo operation) {
      throw new AssertionError("operationStart");
    }

    @Override
    public void operationEnd(OperationInfo operation) {
      throw new StackOverflowError();
    }

    @Override
    public void attemptStart(AttemptInfo attempt) {
      throw new IllegalStateException("attemptStart");
    }

    @Override
    public void attemptEnd(AttemptInfo attempt) {
      throw new IllegalStateException("attemptEnd");
    }

    @Override
    public void functionStart(FunctionInfo function) {
      throw new IllegalStateException("functionStart");
    }

    @Override
    public void functionEnd(FunctionInfo function) {
      throw new IllegalStateException("functionEnd");
    }

    @Override
    public void operationsUpdated(UpdateInfo update) {
      throw new IllegalStateException("operationsUpdated");
    }
  }
}

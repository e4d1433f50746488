package dev.foliot.test.workflow;

import static dev.foliot.test.FoliotAssertions.*;
import static java.time.Duration.ofSeconds;

import dev.foliot.test.WorkflowResult;
import dev.foliot.test.WorkflowTestRunner;
import dev.foliot.workflow.WorkflowInterceptor;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Interceptors: A48. */
class InterceptorCaseTests {
  private final List<String> calls = new ArrayList<>();

  /** Throws in each call. */
  private static final class Throwing implements WorkflowInterceptor {
    @Override
    public void invocationStart(InvocationInfo invocation) {
      throw new IllegalStateException("broken");
    }

    @Override
    public void invocationEnd(InvocationInfo invocation) {
      throw new IllegalStateException("broken");
    }

    @Override
    public void operationStart(OperationInfo operation) {
      throw new IllegalStateException("broken");
    }

    @Override
    public void operationEnd(OperationInfo operation) {
      throw new IllegalStateException("broken");
    }

    @Override
    public void attemptStart(AttemptInfo attempt) {
      throw new IllegalStateException("broken");
    }

    @Override
    public void attemptEnd(AttemptInfo attempt) {
      throw new IllegalStateException("broken");
    }
  }

  /** Writes down its calls. */
  private final class Watching implements WorkflowInterceptor {
    @Override
    public void invocationStart(InvocationInfo invocation) {
      calls.add("invocation, first " + invocation.isFirst());
    }

    @Override
    public void operationEnd(OperationInfo operation) {
      calls.add(operation.name() + " " + operation.status());
    }
  }

  @Test
  void a48CallsTheOthersIfOneThrows() {
    WorkflowResult<String> result =
        WorkflowTestRunner.of(
                String.class,
                (ctx, input) -> {
                  ctx.step("one", String.class, step -> "1");
                  ctx.wait("pause", ofSeconds(1));
                  return ctx.step("two", String.class, step -> "2");
                })
            .interceptors(new Throwing(), new Watching())
            .run("");

    assertThat(result).hasResult("2").ran("one", "pause", "two");
    assertThat(calls)
        .containsExactly(
            "invocation, first true",
            "one SUCCEEDED",
            "invocation, first false",
            "pause SUCCEEDED",
            "two SUCCEEDED");
  }
}

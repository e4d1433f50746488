package dev.foliot.test.workflow;

import static dev.foliot.test.FoliotAssertions.*;
import static java.time.Duration.ofSeconds;

import dev.foliot.test.WorkflowResult;
import dev.foliot.test.WorkflowTestRunner;
import dev.foliot.workflow.DurableFuture;
import dev.foliot.workflow.WorkflowInterceptor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Interceptors: A48, I14. */
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

  /** Throws an error of the virtual machine in each call. */
  private static final class Overflowing implements WorkflowInterceptor {
    @Override
    public void invocationStart(InvocationInfo invocation) {
      throw new StackOverflowError();
    }

    @Override
    public void operationStart(OperationInfo operation) {
      throw new AssertionError("broken");
    }

    @Override
    public void attemptStart(AttemptInfo attempt) {
      throw new OutOfMemoryError("broken");
    }

    @Override
    public void attemptEnd(AttemptInfo attempt) {
      throw new NoClassDefFoundError("broken");
    }

    @Override
    public void operationsUpdated(UpdateInfo update) {
      throw new StackOverflowError();
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
            .interceptors(new Throwing(), new Overflowing(), new Watching())
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

  /** What a step or the function has given; the function has no name. */
  record Output(String step, String json) {}

  @Test
  void i14SeesEachOutputOnce() {
    List<Output> outputs = new ArrayList<>();
    WorkflowInterceptor collecting =
        new WorkflowInterceptor() {
          @Override
          public void operationEnd(OperationInfo operation) {
            if (operation.type().equals("STEP")) {
              outputs.add(new Output(operation.name(), operation.result()));
            }
          }

          @Override
          public void invocationEnd(InvocationInfo invocation) {
            if (invocation.status().isEnded()) {
              outputs.add(new Output("", invocation.result()));
            }
          }
        };

    WorkflowTestRunner.of(
            String.class,
            (ctx, input) -> {
              DurableFuture<String> one = ctx.stepAsync("1.1", String.class, step -> "1.1");
              DurableFuture<String> two = ctx.stepAsync("1.2", String.class, step -> "1.2");
              one.get();
              two.get();
              ctx.wait("pause", ofSeconds(1));
              ctx.step("converge", step -> {});
              return "2 (fn)";
            })
        .interceptors(collecting)
        .run("");

    outputs.sort(Comparator.comparing(Output::json));
    assertThat(outputs)
        .containsExactly(
            new Output("1.1", "\"1.1\""),
            new Output("1.2", "\"1.2\""),
            new Output("", "\"2 (fn)\""),
            new Output("converge", "null"));
  }

  @Test
  void sameOutputsAreShownToEachInterceptor() {
    List<String> first = new ArrayList<>();
    List<String> second = new ArrayList<>();

    WorkflowTestRunner.of(
            String.class,
            (ctx, input) -> {
              ctx.step("one", step -> {});
              throw new IllegalStateException("ended");
            })
        .interceptors(results(first), new Throwing(), results(second))
        .run("");

    assertThat(first)
        .containsExactly("one null", "fn null IllegalStateException")
        .isEqualTo(second);
  }

  private static WorkflowInterceptor results(List<String> seen) {
    return new WorkflowInterceptor() {
      @Override
      public void operationEnd(OperationInfo operation) {
        seen.add(operation.name() + " " + operation.result());
      }

      @Override
      public void invocationEnd(InvocationInfo invocation) {
        String type = invocation.error().type();
        seen.add(
            "fn %s %s".formatted(invocation.result(), type.substring(type.lastIndexOf('.') + 1)));
      }
    };
  }
}

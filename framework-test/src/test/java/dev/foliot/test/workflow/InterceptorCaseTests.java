package dev.foliot.test.workflow;

import static dev.foliot.test.FoliotAssertions.*;
import static java.time.Duration.ofSeconds;

import dev.foliot.test.WorkflowResult;
import dev.foliot.test.WorkflowTestRunner;
import dev.foliot.test.workflow.Fulfilment.OrderApproved;
import dev.foliot.workflow.DurableFunction;
import dev.foliot.workflow.DurableFuture;
import dev.foliot.workflow.InvokeOptions;
import dev.foliot.workflow.StepOptions;
import dev.foliot.workflow.WorkflowContext;
import dev.foliot.workflow.WorkflowInterceptor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.core.ParameterizedTypeReference;

/** Interceptors: A48, I14. */
class InterceptorCaseTests {
  private final List<String> calls = new ArrayList<>();

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
    public void operationStart(OperationInfo operation) {
      calls.add(operation.name() + " begins");
    }

    @Override
    public void operationEnd(OperationInfo operation) {
      calls.add(operation.name() + " " + operation.status());
    }
  }

  @Test
  void a48CallsTheOthersIfOneThrows() {
    ThrowingInterceptor throwing = new ThrowingInterceptor();

    WorkflowResult<String> result =
        WorkflowTestRunner.of(
                String.class,
                (ctx, input) -> {
                  String one =
                      ctx.child("in", String.class, in -> in.step("one", String.class, s -> "1"));
                  ctx.emit(new OrderApproved("o-1"));
                  ctx.wait("pause", ofSeconds(1));
                  return one + ctx.step("two", String.class, step -> "2");
                })
            .interceptors(throwing, new Overflowing(), new Watching())
            .run("");

    assertThat(result).hasResult("12").ran("in", "one", "pause", "two");
    assertThat(throwing.called()).containsExactlyInAnyOrder(ThrowingInterceptor.methods());
    assertThat(calls)
        .containsExactly(
            "invocation, first true",
            "in begins",
            "one begins",
            "one SUCCEEDED",
            "in SUCCEEDED",
            "pause begins",
            "invocation, first false",
            "pause SUCCEEDED",
            "two begins",
            "two SUCCEEDED");
  }

  // docs: outputs
  /** The output of a step or of the function, which has no name. */
  record Output(String step, String text) {}

  @Test
  void i14SeesEachOutputOnce() {
    List<Output> outputs = new ArrayList<>();
    WorkflowInterceptor collecting =
        new WorkflowInterceptor() {
          @Override
          public Object transformOutput(OutputInfo info, Object output) {
            AttemptInfo step = info.step();
            outputs.add(
                new Output(step == null ? "" : step.operation().name(), String.valueOf(output)));
            return output;
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

    outputs.sort(Comparator.comparing(Output::text));
    assertThat(outputs)
        .containsExactly(
            new Output("1.1", "1.1"),
            new Output("1.2", "1.2"),
            new Output("", "2 (fn)"),
            new Output("converge", "null"));
  }

  // docs: end

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
        .interceptors(results(first), new ThrowingInterceptor(), results(second))
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

  // ---- transformed values

  /** Appends a mark to each text. */
  private record Marking(String mark) implements WorkflowInterceptor {
    @Override
    public Object transformInput(InputInfo start, Object input) {
      return input + mark;
    }

    @Override
    public Object transformOutput(OutputInfo info, Object output) {
      return output instanceof String text ? text + mark : output;
    }

    @Override
    public Object transformEvent(EventInfo info, Object event) {
      return event instanceof OrderApproved approved
          ? new OrderApproved(approved.orderId() + mark)
          : event;
    }
  }

  private static String useAll(WorkflowContext ctx, String input) {
    String step = ctx.step("step", String.class, attempt -> "step");
    ctx.emit(new OrderApproved("emitted"));
    ctx.publish("publish", new OrderApproved("published"));
    ctx.wait("pause", ofSeconds(1));
    String child =
        ctx.invoke(
            "child",
            "child",
            "to child",
            ParameterizedTypeReference.forType(String.class),
            InvokeOptions.defaults());
    return String.join(", ", input, step, child);
  }

  private static WorkflowResult<String> run(WorkflowInterceptor... interceptors) {
    return WorkflowTestRunner.of(String.class, InterceptorCaseTests::useAll)
        .on("child", (DurableFunction<String, String>) (ctx, input) -> input)
        .interceptors(interceptors)
        .run("in");
  }

  @Test
  void valuesAreTransformedInTheOrderOfTheInterceptors() {
    WorkflowResult<String> result = run(new Marking("1"), new Marking("2"));

    assertThat(result)
        .hasResult("in12, step12, to child121212")
        .published(new OrderApproved("published12"));
    assertThat(result.collected()).contains(new OrderApproved("emitted12"));
  }

  @Test
  void transformationThatFailsIsLeftOut() {
    WorkflowInterceptor broken =
        new WorkflowInterceptor() {
          @Override
          public Object transformInput(InputInfo start, Object input) {
            throw new StackOverflowError();
          }

          @Override
          public Object transformOutput(OutputInfo info, Object output) {
            return info.step() == null ? null : 42;
          }

          @Override
          public Object transformEvent(EventInfo info, Object event) {
            return new Output("of another", "class");
          }
        };

    WorkflowResult<String> result = run(new Marking("1"), broken, new Marking("2"));

    assertThat(result)
        .hasResult("in12, step12, to child121212")
        .published(new OrderApproved("published12"));
    assertThat(result.collected()).contains(new OrderApproved("emitted12"));
  }

  @Test
  void storedValuesAreNotTransformedAgain() {
    WorkflowResult<String> result =
        WorkflowTestRunner.of(String.class, InterceptorCaseTests::useAll)
            .on("child", (DurableFunction<String, String>) (ctx, input) -> input)
            .interceptors(new Marking("1"))
            .crashAfterEachAppend()
            .run("in");

    assertThat(result).hasResult("in1, step1, to child111");
  }

  @Test
  void listsAreReplacedByListsThatTheCodeCanRead() {
    WorkflowInterceptor sorting =
        new WorkflowInterceptor() {
          @Override
          public Object transformOutput(OutputInfo info, Object output) {
            boolean breaks = info.step() != null && info.step().operation().name().equals("two");
            return info.step() == null
                ? output
                : breaks ? List.of("no number") : new ArrayList<>(List.of(1, 2));
          }
        };

    WorkflowResult<String> result =
        WorkflowTestRunner.of(
                String.class,
                (ctx, input) -> {
                  var numbers = new ParameterizedTypeReference<List<Integer>>() {};
                  return "%s %s"
                      .formatted(
                          ctx.step("one", numbers, StepOptions.defaults(), step -> List.of(2, 1)),
                          ctx.step("two", numbers, StepOptions.defaults(), step -> List.of(3)));
                })
            .interceptors(sorting)
            .run("");

    assertThat(result).hasResult("[1, 2] [3]");
  }

  @Test
  void listsOfRunsAreReplacedByOtherLists() {
    var numbers = new ParameterizedTypeReference<List<Integer>>() {};
    WorkflowInterceptor appending =
        new WorkflowInterceptor() {
          @Override
          public Object transformInput(InputInfo start, Object input) {
            return input instanceof List<?> list ? with(list, 0) : input;
          }

          @Override
          public Object transformOutput(OutputInfo info, Object output) {
            return output instanceof List<?> list ? with(list, 9) : output;
          }
        };

    WorkflowResult<List<Integer>> result =
        WorkflowTestRunner.of(
                String.class,
                (ctx, input) ->
                    ctx.invoke("child", "child", List.of(1), numbers, InvokeOptions.defaults()))
            .on("child", (DurableFunction<List<Integer>, List<Integer>>) (ctx, input) -> input)
            .interceptors(appending)
            .run("");

    assertThat(result).hasResult(List.of(1, 0, 9, 9));
  }

  private static List<Object> with(List<?> list, int last) {
    List<Object> all = new LinkedList<>(list);
    all.add(last);
    return all;
  }
}

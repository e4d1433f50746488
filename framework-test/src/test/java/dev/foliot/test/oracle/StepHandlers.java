package dev.foliot.test.oracle;

import dev.foliot.handler.RetryPolicy;
import dev.foliot.workflow.StepFailedException;
import dev.foliot.workflow.StepOptions;
import dev.foliot.workflow.WorkflowContext;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Steps. */
final class StepHandlers {
  /** The step that is interrupted by a crash. */
  static final String CRASHES = "at_most_once_flaky_step";

  private static final Duration SECOND = Duration.ofSeconds(1);

  private StepHandlers() {}

  static void addTo(Handlers all) {
    all.add(
        "step/1-2",
        (ctx, in) -> ctx.step("custom_step_name", String.class, s -> "Hello, " + in + "!"));
    all.add("step/1-3", (ctx, in) -> twoSteps(ctx));
    all.add("step/1-4", (ctx, in) -> ctx.step(null, Object.class, s -> response((Map<?, ?>) in)));
    all.add("step/1-5", (ctx, in) -> ctx.step(null, Object.class, s -> null));
    all.add(
        "step/1-6",
        (ctx, in) ->
            ctx.step(
                null,
                String.class,
                StepOptions.defaults()
                    .withCodec(Codecs.of(v -> String.valueOf(v).toUpperCase(Locale.ROOT), v -> v)),
                s -> (String) in));
    all.add("step/1-7", (ctx, in) -> greetAndLog(ctx, (String) in));
    all.add("step/1-10", (ctx, in) -> failAndWait(ctx));
    all.add("step/1-11", (ctx, in) -> failing(ctx, 1, RetryPolicy.fixed(3, SECOND)));
    all.add("step/1-12", (ctx, in) -> failing(ctx, 9, RetryPolicy.fixed(4, SECOND)));
    all.add(
        "step/1-14",
        (ctx, in) ->
            failing(ctx, 2, RetryPolicy.exponential(5, Duration.ofSeconds(2)).withMultiplier(3)));
    all.add("step/1-15", (ctx, in) -> transientError(ctx));
    all.add("step/1-17", (ctx, in) -> crashing(ctx, CRASHES, (String) in, RetryPolicy.none()));
    all.add(
        "step/1-18",
        (ctx, in) -> crashing(ctx, CRASHES, (String) in, RetryPolicy.fixed(2, SECOND)));
    all.add("step/1-20", (ctx, in) -> fallback(ctx));
  }

  private static String twoSteps(WorkflowContext ctx) {
    String first = ctx.step(null, String.class, s -> "first");
    return ctx.step(null, String.class, s -> first + "_second");
  }

  private static Object response(Map<?, ?> in) {
    List<?> tags = (List<?>) in.get("tags");
    return Map.of("user", Map.of("name", in.get("name"), "tags", tags), "count", tags.size());
  }

  private static String greetAndLog(WorkflowContext ctx, String name) {
    return ctx.step(
        null,
        String.class,
        s -> {
          s.logger().info("Greeting step started for: {}", name);
          s.logger().info("Greeting step completed with: Hello, {}!", name);
          return "Hello, " + name + "!";
        });
  }

  private static @Nullable Object failAndWait(WorkflowContext ctx) {
    try {
      ctx.step(
          null,
          StepOptions.noRetry(),
          s -> {
            throw new IllegalStateException("no");
          });
    } catch (StepFailedException caught) {
      // as expected
    }
    ctx.wait(null, SECOND);
    return null;
  }

  static String failing(WorkflowContext ctx, int failures, RetryPolicy policy) {
    return ctx.step(
        null,
        String.class,
        StepOptions.retry(policy),
        s -> {
          if (s.attempt() <= failures) {
            throw new IllegalStateException("attempt " + s.attempt());
          }
          return "Operation succeeded";
        });
  }

  private static final class TransientError extends Exception {
    private static final long serialVersionUID = 1;

    TransientError() {
      super("try again");
    }
  }

  private static String transientError(WorkflowContext ctx) {
    return ctx.step(
        null,
        String.class,
        StepOptions.retry(RetryPolicy.fixed(3, SECOND).onlyFor(TransientError.class)),
        s -> {
          if (s.attempt() == 1) {
            throw new TransientError();
          }
          return "ok";
        });
  }

  private static String crashing(
      WorkflowContext ctx, String name, String input, RetryPolicy policy) {
    return ctx.step(
        name,
        String.class,
        StepOptions.atMostOnce().withRetry(policy),
        s -> {
          s.logger().info("{}", input);
          return "succeeded on second attempt";
        });
  }

  private static String fallback(WorkflowContext ctx) {
    String value;
    try {
      value = ctx.step(null, String.class, StepOptions.noRetry(), s -> fail());
    } catch (StepFailedException e) {
      value = "fallback";
    }
    String result = value + "_result";
    return ctx.step(null, String.class, s -> result);
  }

  static String fail() {
    throw new IllegalStateException("failed");
  }
}

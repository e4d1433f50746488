package dev.foliot.test.oracle;

import dev.foliot.handler.RetryPolicy;
import dev.foliot.workflow.CallbackOptions;
import dev.foliot.workflow.ContextFailedException;
import dev.foliot.workflow.StepOptions;
import dev.foliot.workflow.WorkflowContext;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Callbacks with a submitter. */
final class WaitForCallbackHandlers {
  private static final CallbackOptions PLAIN = CallbackOptions.defaults();
  private static final CallbackOptions TIMEOUT = CallbackOptions.timeout(Duration.ofSeconds(3));

  private WaitForCallbackHandlers() {}

  static void addTo(Handlers all) {
    String prefix = "wait_for_callback/";
    all.add(prefix + "7-1", (ctx, in) -> await(ctx, in, PLAIN));
    all.add(prefix + "7-2", (ctx, in) -> await(ctx, "approval", PLAIN));
    all.add(prefix + "7-3", (ctx, in) -> await(ctx, null, PLAIN));
    all.add(prefix + "7-4", (ctx, in) -> await(ctx, in, PLAIN));
    all.add(prefix + "7-5", (ctx, in) -> await(ctx, in, TIMEOUT));
    all.add(prefix + "7-6", (ctx, in) -> caught(ctx, in, PLAIN, "recovered"));
    all.add(prefix + "7-7", (ctx, in) -> failingSubmitter(ctx, in));
    all.add(
        prefix + "7-8", (ctx, in) -> ctx.child("wrapper", Object.class, c -> await(c, in, PLAIN)));
    all.add(
        prefix + "7-10",
        (ctx, in) -> {
          ctx.wait(null, Duration.ofSeconds(1));
          ctx.step(null, String.class, s -> "data");
          return await(ctx, in, PLAIN);
        });
    all.add(
        prefix + "7-11",
        (ctx, in) -> ((Map<?, ?>) Objects.requireNonNull(await(ctx, in, PLAIN))).get("status"));
    all.add(
        prefix + "7-13",
        (ctx, in) -> await(ctx, in, PLAIN.withHeartbeatTimeout(Duration.ofSeconds(10))));
    all.add(prefix + "7-14", (ctx, in) -> caught(ctx, in, TIMEOUT, "timed-out-handled"));
    all.add(prefix + "7-15", (ctx, in) -> await(ctx, in, PLAIN));
  }

  private static @Nullable Object await(
      WorkflowContext ctx, @Nullable Object name, CallbackOptions options) {
    return ctx.waitForCallback((String) name, Object.class, options, (id, step) -> {});
  }

  private static @Nullable Object caught(
      WorkflowContext ctx, @Nullable Object name, CallbackOptions options, String result) {
    try {
      return await(ctx, name, options);
    } catch (ContextFailedException e) {
      return result;
    }
  }

  private static @Nullable Object failingSubmitter(WorkflowContext ctx, @Nullable Object name) {
    return ctx.waitForCallback(
        (String) name,
        Object.class,
        PLAIN,
        StepOptions.retry(RetryPolicy.fixed(2, Duration.ofSeconds(1))),
        (id, step) -> StepHandlers.fail());
  }
}

package dev.foliot.test.oracle;

import static dev.foliot.test.oracle.Batches.ONE;
import static dev.foliot.test.oracle.Batches.parallel;
import static dev.foliot.test.oracle.Batches.returns;

import dev.foliot.handler.RetryPolicy;
import dev.foliot.workflow.BatchOptions;
import dev.foliot.workflow.Branch;
import dev.foliot.workflow.StepOptions;
import dev.foliot.workflow.WorkflowContext;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Interceptors. */
final class PluginHandlers {
  private static final RetryPolicy TWICE = RetryPolicy.fixed(2, Duration.ofSeconds(1));
  private static final String FAULTY = "CONFPLUGIN-FAULTY";

  private PluginHandlers() {}

  static void addTo(Handlers all) {
    all.add("plugin/10-2", OperationPlugins::startAndEnd, (ctx, in) -> greet(ctx, in));
    all.add("plugin/10-3", BodyPlugins::attempts, (ctx, in) -> flaky(ctx));
    all.add(
        "plugin/10-4",
        records -> InvocationPlugins.inEachHook(records, FAULTY, true),
        (ctx, in) -> greet(ctx, in));
    all.add("plugin/10-6", InvocationPlugins::firstAndStatus, (ctx, in) -> pause(ctx, null));
    all.add(
        "plugin/10-7",
        InvocationPlugins::firstAndStatus,
        (ctx, in) -> ctx.step(null, String.class, StepOptions.noRetry(), s -> StepHandlers.fail()));
    all.add("plugin/10-9", InvocationPlugins::updatedWaits, (ctx, in) -> pause(ctx, null));
    all.add(
        "plugin/10-11",
        OperationPlugins::endsWithParents,
        (ctx, in) -> ctx.child(null, String.class, c -> greet(c, in)));
    all.add(
        "plugin/10-12",
        BodyPlugins::branches,
        (ctx, in) ->
            parallel(ctx, "parallel", ONE, returns("task-1"), returns("task-2")).results());
    all.add(
        "plugin/10-13",
        OperationPlugins::startAndEnd,
        (ctx, in) -> {
          ctx.step(null, String.class, s -> "a");
          return flaky(ctx);
        });
    all.add("plugin/10-14", OperationPlugins::outcomes, (ctx, in) -> boom(ctx));
    all.addAll(
        "plugin/10-17",
        records ->
            List.of(
                InvocationPlugins.inEachHook(records, FAULTY, true),
                InvocationPlugins.inEachHook(records, "CONFPLUGIN-HEALTHY", false)),
        (ctx, in) -> greet(ctx, in));
    all.add("plugin/10-18", OperationPlugins::waits, (ctx, in) -> twoWaits(ctx));
    all.add("plugin/10-19", InvocationPlugins::allFields, (ctx, in) -> pause(ctx, "done-" + in));
    all.add("plugin/10-21", BodyPlugins::attemptFields, (ctx, in) -> flakyOk(ctx));
    all.add(
        "plugin/10-22",
        OperationPlugins::changes,
        (ctx, in) -> ctx.step("greet", String.class, s -> "task-a"));
    all.add("plugin/10-23", OperationPlugins::contexts, (ctx, in) -> twoBranches(ctx));
  }

  private static String greet(WorkflowContext ctx, @Nullable Object name) {
    return ctx.step(null, String.class, s -> "Hello, " + name + "!");
  }

  private static String flaky(WorkflowContext ctx) {
    return StepHandlers.failing(ctx, 1, TWICE);
  }

  private static String flakyOk(WorkflowContext ctx) {
    return ctx.step(
        "flaky",
        String.class,
        StepOptions.retry(TWICE),
        s -> s.attempt() == 1 ? StepHandlers.fail() : "ok");
  }

  private static @Nullable Object pause(WorkflowContext ctx, @Nullable Object result) {
    ctx.wait(null, Duration.ofSeconds(2));
    return result;
  }

  private static String boom(WorkflowContext ctx) {
    ctx.step(null, String.class, s -> "task-a");
    return ctx.step(
        null,
        String.class,
        StepOptions.noRetry(),
        s -> {
          throw new IllegalStateException("boom");
        });
  }

  private static Object twoWaits(WorkflowContext ctx) {
    return parallel(ctx, "waits", BatchOptions.defaults(), waits("short", 2), waits("long", 8))
        .results();
  }

  private static Branch<@Nullable Object> waits(String name, int seconds) {
    return Branch.of(
        ctx -> {
          ctx.wait(name, Duration.ofSeconds(seconds));
          return name + "-done";
        });
  }

  private static Object twoBranches(WorkflowContext ctx) {
    Branch<@Nullable Object> first =
        Branch.of(
            "branch-a",
            c -> {
              c.step("inner", String.class, s -> "x");
              c.wait(null, Duration.ofSeconds(2));
              return "a-done";
            });
    return parallel(ctx, "ctx", ONE, first, Branch.of("branch-b", c -> "b-done")).results();
  }
}

package dev.foliot.test.oracle;

import dev.foliot.handler.RetryPolicy;
import dev.foliot.workflow.ContextFailedException;
import dev.foliot.workflow.StepOptions;
import dev.foliot.workflow.WorkflowContext;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ParameterizedTypeReference;

/** Child contexts. */
final class ChildHandlers {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final String CHILD = "child";

  private ChildHandlers() {}

  static void addTo(Handlers all) {
    all.add("child/3-1", (ctx, in) -> ctx.child(null, Object.class, c -> echo(c, in)));
    all.add("child/3-2", (ctx, in) -> named(ctx, (Map<?, ?>) in));
    all.add("child/3-4", (ctx, in) -> ctx.child(CHILD, String.class, ChildHandlers::fail));
    all.add("child/3-5", (ctx, in) -> recovered(ctx, in));
    all.add("child/3-6", (ctx, in) -> nested(ctx, in));
    all.add(
        "child/3-8",
        (ctx, in) ->
            ctx.child(
                CHILD,
                String.class,
                c -> StepHandlers.failing(c, 9, RetryPolicy.fixed(2, SECOND))));
    all.add(
        "child/3-9", (ctx, in) -> thenWait(ctx, ctx.child(null, Object.class, c -> echo(c, in))));
    all.add("child/3-10", (ctx, in) -> stepAndWait(ctx, in));
    all.add("child/3-13", (ctx, in) -> waitThenStep(ctx, in));
    all.add("child/3-14", (ctx, in) -> upperCase(ctx, in));
    all.add("child/3-16", (ctx, in) -> ctx.child(CHILD, Object.class, c -> null));
    all.add(
        "child/3-17", (ctx, in) -> thenWait(ctx, ctx.child(CHILD, Object.class, c -> log(c, in))));
    all.add("child/3-18", (ctx, in) -> insideAndOutside(ctx, in));
  }

  private static @Nullable Object echo(WorkflowContext ctx, @Nullable Object value) {
    return ctx.step(null, Object.class, s -> value);
  }

  private static @Nullable Object log(WorkflowContext ctx, @Nullable Object value) {
    ctx.logger().info("{}", value);
    return value;
  }

  private static @Nullable Object thenWait(WorkflowContext ctx, @Nullable Object value) {
    ctx.wait(null, SECOND);
    return value;
  }

  private static String fail(WorkflowContext ctx) {
    return ctx.step(null, String.class, StepOptions.noRetry(), s -> StepHandlers.fail());
  }

  private static @Nullable Object named(WorkflowContext ctx, Map<?, ?> in) {
    return ctx.child((String) in.get("name"), Object.class, c -> echo(c, in.get("value")));
  }

  private static @Nullable Object recovered(WorkflowContext ctx, @Nullable Object in) {
    try {
      ctx.child(null, String.class, ChildHandlers::fail);
    } catch (ContextFailedException caught) {
      // as expected
    }
    return echo(ctx, in);
  }

  private static @Nullable Object nested(WorkflowContext ctx, @Nullable Object in) {
    return ctx.child(
        "outer",
        Object.class,
        outer -> {
          echo(outer, in);
          return outer.child("inner", Object.class, inner -> echo(inner, in));
        });
  }

  private static @Nullable Object stepAndWait(WorkflowContext ctx, @Nullable Object in) {
    return ctx.child(CHILD, Object.class, c -> thenWait(c, echo(c, in)));
  }

  private static @Nullable Object waitThenStep(WorkflowContext ctx, @Nullable Object in) {
    Object waited = ctx.child(CHILD, Object.class, c -> thenWait(c, in));
    return echo(ctx, waited);
  }

  private static @Nullable Object upperCase(WorkflowContext ctx, @Nullable Object in) {
    return ctx.child(
        CHILD,
        ParameterizedTypeReference.<@Nullable Object>forType(Object.class),
        Codecs.of(value -> String.valueOf(value).toUpperCase(Locale.ROOT), payload -> payload),
        c -> echo(c, in));
  }

  private static @Nullable Object insideAndOutside(WorkflowContext ctx, @Nullable Object in) {
    Object inside = stepAndWait(ctx, in);
    return thenWait(ctx, echo(ctx, inside));
  }
}

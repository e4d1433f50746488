package dev.foliot.test.oracle;

import dev.foliot.workflow.DurableFunction;
import dev.foliot.workflow.InvokeOptions;
import dev.foliot.workflow.WorkflowContext;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ParameterizedTypeReference;

/** Child runs. */
final class InvokeHandlers {
  private static final InvokeOptions PLAIN = InvokeOptions.defaults();
  private static final int LARGE = 250_000;

  private InvokeHandlers() {}

  static void addTo(Handlers all) {
    all.add("invoke/5-1", (ctx, in) -> invoke(ctx, "echo", in, PLAIN));
    all.add("invoke/5-3", (ctx, in) -> invoke(ctx, "echo", in, PLAIN));
    all.add("invoke/5-5", (ctx, in) -> invoke(ctx, "failing", in, PLAIN));
    all.add("invoke/5-7", (ctx, in) -> invoke(ctx, "size", "x".repeat(LARGE), PLAIN));
    all.add("invoke/5-8", (ctx, in) -> withTenant(ctx, (Map<?, ?>) in));
    all.add("invoke/5-9", (ctx, in) -> thenWait(ctx, invoke(ctx, "echo", "kept", PLAIN)));
    all.add("invoke/5-11", (ctx, in) -> invoke(ctx, "echo", step(ctx, "made"), PLAIN));
    all.add("invoke/5-12", (ctx, in) -> step(ctx, invoke(ctx, "echo", "given", PLAIN)));
    all.add(
        "invoke/5-15",
        (ctx, in) ->
            invoke(
                ctx,
                "echo",
                in,
                PLAIN.withInputCodec(
                    Codecs.of(v -> Codecs.json(v).toUpperCase(Locale.ROOT), Codecs::fromJson))));
    all.add(
        "invoke/5-16",
        (ctx, in) ->
            invoke(
                ctx,
                "echo",
                in,
                PLAIN.withResultCodec(
                    Codecs.of(Codecs::json, payload -> payload.toUpperCase(Locale.ROOT)))));
  }

  /** The workflows that are invoked. */
  static Map<String, DurableFunction<@Nullable Object, @Nullable Object>> targets() {
    return Map.of(
        "echo",
        (ctx, input) -> input,
        "size",
        (ctx, input) -> String.valueOf(input).length(),
        "failing",
        (ctx, input) -> {
          throw new IllegalStateException("the target fails");
        });
  }

  private static @Nullable Object invoke(
      WorkflowContext ctx, String workflow, @Nullable Object input, InvokeOptions options) {
    return ctx.invoke(
        null,
        workflow,
        input,
        ParameterizedTypeReference.<@Nullable Object>forType(Object.class),
        options);
  }

  private static @Nullable Object withTenant(WorkflowContext ctx, Map<?, ?> in) {
    return invoke(
        ctx, "echo", in.get("payload"), PLAIN.withTenant(String.valueOf(in.get("tenantId"))));
  }

  private static @Nullable Object step(WorkflowContext ctx, @Nullable Object value) {
    return ctx.step(null, Object.class, s -> value);
  }

  private static @Nullable Object thenWait(WorkflowContext ctx, @Nullable Object value) {
    ctx.wait(null, Duration.ofSeconds(1));
    return value;
  }
}

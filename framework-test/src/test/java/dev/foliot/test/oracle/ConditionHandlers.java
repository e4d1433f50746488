package dev.foliot.test.oracle;

import dev.foliot.workflow.ConditionNotMetException;
import dev.foliot.workflow.ConditionOptions;
import dev.foliot.workflow.WorkflowContext;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Durable polling. */
final class ConditionHandlers {
  private static final ConditionOptions<Integer> EVERY_SECOND =
      ConditionOptions.every(Duration.ofSeconds(1));

  private ConditionHandlers() {}

  static void addTo(Handlers all) {
    String prefix = "wait_for_condition/";
    all.add(prefix + "6-1", (ctx, in) -> count(ctx, null, 0, number(in), EVERY_SECOND));
    all.add(
        prefix + "6-2",
        (ctx, in) ->
            ctx.waitForCondition(
                null, Integer.class, 5, (state, a) -> state, state -> state >= 5, EVERY_SECOND));
    all.add(prefix + "6-3", (ctx, in) -> count(ctx, "poll-status", 0, 2, EVERY_SECOND));
    all.add(prefix + "6-4", (ctx, in) -> count(ctx, null, 5, number(in), EVERY_SECOND));
    all.add(
        prefix + "6-5",
        (ctx, in) ->
            count(ctx, null, 0, number(in), ConditionOptions.every(Duration.ofSeconds(2))));
    all.add(prefix + "6-6", (ctx, in) -> count(ctx, null, 0, 99, EVERY_SECOND.withMaxAttempts(3)));
    all.add(prefix + "6-7", (ctx, in) -> failing(ctx));
    all.add(prefix + "6-8", (ctx, in) -> recovered(ctx));
    all.add(prefix + "6-11", (ctx, in) -> encoded(ctx));
    all.add(
        prefix + "6-12",
        (ctx, in) -> {
          int counted = count(ctx, null, 0, number(in), EVERY_SECOND);
          return ctx.step(null, Integer.class, s -> 10 * counted);
        });
    all.add(
        prefix + "6-13",
        (ctx, in) -> count(ctx, null, count(ctx, null, 0, 2, EVERY_SECOND), 4, EVERY_SECOND));
  }

  private static int number(@Nullable Object input) {
    return (Integer) Objects.requireNonNull(input);
  }

  private static int count(
      WorkflowContext ctx,
      @Nullable String name,
      int from,
      int to,
      ConditionOptions<Integer> options) {
    return ctx.waitForCondition(
        name, Integer.class, from, (state, a) -> state + 1, state -> state >= to, options);
  }

  private static int failing(WorkflowContext ctx) {
    return ctx.waitForCondition(
        null,
        Integer.class,
        0,
        (state, a) -> {
          throw new IllegalStateException("the check fails");
        },
        state -> true,
        EVERY_SECOND);
  }

  private static Object recovered(WorkflowContext ctx) {
    try {
      return failing(ctx);
    } catch (ConditionNotMetException e) {
      return "recovered";
    }
  }

  private static String encoded(WorkflowContext ctx) {
    return ctx.waitForCondition(
        null,
        String.class,
        "",
        (state, a) -> state + "x",
        state -> state.length() == 2,
        ConditionOptions.<String>every(Duration.ofSeconds(1))
            .withCodec(
                Codecs.of(
                    v -> Base64.getEncoder().encodeToString(bytes(v)),
                    v -> new String(Base64.getDecoder().decode(v), StandardCharsets.UTF_8))));
  }

  private static byte[] bytes(@Nullable Object value) {
    return String.valueOf(value).getBytes(StandardCharsets.UTF_8);
  }
}

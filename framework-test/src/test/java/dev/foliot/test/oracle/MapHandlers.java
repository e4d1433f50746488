package dev.foliot.test.oracle;

import static dev.foliot.test.oracle.Batches.ONE;
import static dev.foliot.test.oracle.Batches.map;
import static dev.foliot.test.oracle.Batches.outcome;
import static dev.foliot.test.oracle.Batches.withStatus;
import static dev.foliot.test.oracle.Batches.withoutStatus;

import dev.foliot.workflow.BatchOptions;
import dev.foliot.workflow.PayloadCodec;
import dev.foliot.workflow.WorkflowContext;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One branch for each item. */
final class MapHandlers {
  private static final int LARGE = 70_000;
  private static final String WRAPPED = "wrapped:";
  private static final String WHOLE = "OPSERDE:";
  private static final PayloadCodec OF_ITEMS =
      Codecs.of(value -> WRAPPED + value, payload -> payload.substring(WRAPPED.length()));
  private static final PayloadCodec OF_ALL =
      Codecs.of(
          value ->
              ((List<?>) Objects.requireNonNull(value))
                  .stream().map(String::valueOf).collect(Collectors.joining(",", WHOLE, "")),
          payload -> List.of(payload.substring(WHOLE.length()).split(",", -1)));

  private MapHandlers() {}

  static void addTo(Handlers all) {
    all.add(
        "map/9-2",
        (ctx, in) -> map(ctx, null, items(in), ONE, (c, item, i) -> 2 * (Integer) item).results());
    all.add(
        "map/9-4", (ctx, in) -> map(ctx, "empty", items(in), ONE, (c, item, i) -> item).results());
    all.add(
        "map/9-5",
        (ctx, in) ->
            withStatus(
                map(
                    ctx,
                    "failfast",
                    List.of(0, 1, 2),
                    ONE.withToleratedFailures(0),
                    (c, item, i) -> i == 1 ? StepHandlers.fail() : "ok")));
    all.add(
        "map/9-6",
        (ctx, in) ->
            map(
                    ctx,
                    "throwing",
                    List.of(0, 1),
                    ONE.withToleratedFailures(0),
                    (c, item, i) -> StepHandlers.fail())
                .throwIfFailed()
                .results());
    all.add(
        "map/9-7",
        (ctx, in) ->
            outcome(
                map(
                    ctx,
                    "min-successful",
                    List.of(0, 1, 2, 3),
                    ONE.withMinSuccessful(2),
                    (c, item, i) -> item),
                "completionReason",
                "successCount",
                "totalCount"));
    all.add(
        "map/9-10",
        (ctx, in) ->
            withoutStatus(
                map(
                    ctx,
                    "tolerated-pct",
                    List.of(0, 1, 2, 3),
                    ONE.withToleratedFailurePercentage(25),
                    (c, item, i) -> i < 2 ? StepHandlers.fail() : item)));
    addMore(all);
  }

  private static void addMore(Handlers all) {
    all.add(
        "map/9-11",
        (ctx, in) ->
            map(
                    ctx,
                    "concurrent",
                    List.of(0, 1, 2),
                    BatchOptions.maxConcurrency(2),
                    (c, item, i) -> "r" + i)
                .results());
    all.add(
        "map/9-12",
        (ctx, in) ->
            map(
                    ctx,
                    "flat",
                    List.of("fa", "fb"),
                    ONE.withNesting(BatchOptions.Nesting.FLAT),
                    (c, item, i) -> step(c, item))
                .results());
    all.add(
        "map/9-14",
        (ctx, in) ->
            map(
                    ctx,
                    "serdes",
                    List.of("x", "y"),
                    ONE.withCodec(OF_ITEMS),
                    (c, item, i) -> upper(item))
                .results());
    all.add("map/9-15", (ctx, in) -> suspended(ctx));
    all.add(
        "map/9-16",
        (ctx, in) ->
            outcome(
                map(
                    ctx,
                    "large",
                    List.of(0, 1, 2, 3),
                    ONE,
                    (c, item, i) -> String.valueOf(item).repeat(LARGE)),
                "successCount",
                "totalCount"));
    all.add(
        "map/9-17",
        (ctx, in) -> {
          var result = map(ctx, "then-wait", List.of("a", "b"), ONE, (c, item, i) -> upper(item));
          ctx.wait(null, Duration.ofSeconds(1));
          return result.results();
        });
    all.add(
        "map/9-19",
        (ctx, in) ->
            map(
                    ctx,
                    "op-serde",
                    List.of("x", "y"),
                    ONE.withResultCodec(OF_ALL),
                    (c, item, i) -> upper(item))
                .results());
  }

  private static List<?> items(@Nullable Object input) {
    return (List<?>) Objects.requireNonNull(input);
  }

  private static Object upper(Object item) {
    return String.valueOf(item).toUpperCase(Locale.ROOT);
  }

  private static @Nullable Object step(WorkflowContext ctx, Object item) {
    return ctx.step(null, Object.class, s -> item);
  }

  private static Object suspended(WorkflowContext ctx) {
    return map(
            ctx,
            "suspend",
            List.of("r0", "r1"),
            ONE,
            (c, item, i) -> {
              if (i == 1) {
                c.wait(null, Duration.ofSeconds(1));
              }
              return step(c, item);
            })
        .results();
  }
}

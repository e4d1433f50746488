package dev.foliot.test.oracle;

import static dev.foliot.test.oracle.Batches.ONE;
import static dev.foliot.test.oracle.Batches.fails;
import static dev.foliot.test.oracle.Batches.parallel;
import static dev.foliot.test.oracle.Batches.returns;
import static dev.foliot.test.oracle.Batches.runsStep;
import static dev.foliot.test.oracle.Batches.withStatus;
import static dev.foliot.test.oracle.Batches.withoutStatus;

import dev.foliot.workflow.BatchOptions;
import dev.foliot.workflow.Branch;
import dev.foliot.workflow.PayloadCodec;
import dev.foliot.workflow.WorkflowContext;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Parallel branches. */
final class ParallelHandlers {
  private static final PayloadCodec WRAPPED =
      Codecs.of(
          value -> Codecs.json(Map.of("wrapped", Objects.requireNonNull(value))),
          payload -> ((Map<?, ?>) Objects.requireNonNull(Codecs.fromJson(payload))).get("wrapped"));

  private ParallelHandlers() {}

  static void addTo(Handlers all) {
    all.add(
        "parallel/8-1",
        (ctx, in) ->
            parallel(ctx, "parallel", ONE, runsStep("task-1"), runsStep("task-2")).results());
    all.add("parallel/8-3", (ctx, in) -> named(ctx));
    all.add(
        "parallel/8-7",
        (ctx, in) ->
            parallel(ctx, "throwing", tolerating(0), fails(), returns("never"))
                .throwIfFailed()
                .results());
    all.add(
        "parallel/8-9",
        (ctx, in) ->
            withStatus(parallel(ctx, "tolerated", tolerating(1), returns(0), fails(), returns(2))));
    all.add(
        "parallel/8-10",
        (ctx, in) ->
            withoutStatus(
                parallel(ctx, "tolerated-exceeded", tolerating(1), fails(), fails(), returns(2))));
    all.add(
        "parallel/8-11",
        (ctx, in) ->
            parallel(
                    ctx,
                    "concurrent",
                    BatchOptions.maxConcurrency(2),
                    returns("r0"),
                    returns("r1"),
                    returns("r2"))
                .results());
    all.add(
        "parallel/8-12",
        (ctx, in) ->
            parallel(
                    ctx,
                    "flat",
                    ONE.withNesting(BatchOptions.Nesting.FLAT),
                    runsStep("fa"),
                    runsStep("fb"))
                .results());
    all.add(
        "parallel/8-13",
        (ctx, in) ->
            withoutStatus(
                parallel(
                    ctx,
                    "tolerated-pct",
                    ONE.withToleratedFailurePercentage(25),
                    fails(),
                    fails(),
                    returns(2),
                    returns(3))));
    addMore(all);
  }

  private static void addMore(Handlers all) {
    all.add("parallel/8-14", (ctx, in) -> waiting(ctx));
    all.add(
        "parallel/8-15",
        (ctx, in) ->
            parallel(ctx, "serde", ONE.withCodec(WRAPPED), returns("x"), returns("y")).results());
    all.add(
        "parallel/8-16",
        (ctx, in) ->
            withStatus(parallel(ctx, "all-fail", tolerating(3), fails(), fails(), fails())));
    all.add(
        "parallel/8-17",
        (ctx, in) ->
            withStatus(
                parallel(
                    ctx,
                    "min-not-reached",
                    ONE.withMinSuccessful(3),
                    returns(0),
                    fails(),
                    returns(2))));
    all.add(
        "parallel/8-18",
        (ctx, in) ->
            withoutStatus(
                parallel(
                    ctx,
                    "combined",
                    tolerating(1).withMinSuccessful(3),
                    fails(),
                    fails(),
                    returns(2),
                    returns(3))));
    all.add(
        "parallel/8-19",
        (ctx, in) ->
            parallel(ctx, "bad-concurrency", BatchOptions.maxConcurrency(0), returns(0), returns(1))
                .results());
    all.add("parallel/8-21", (ctx, in) -> nested(ctx));
    all.add(
        "parallel/8-22",
        (ctx, in) ->
            withStatus(
                parallel(
                    ctx,
                    "pct-boundary",
                    ONE.withToleratedFailurePercentage(25),
                    fails(),
                    returns(1),
                    returns(2),
                    returns(3))));
  }

  private static BatchOptions tolerating(int failures) {
    return ONE.withToleratedFailures(failures);
  }

  private static Object named(WorkflowContext ctx) {
    return parallel(
            ctx, "named", ONE, Branch.of("first", c -> "one"), Branch.of("second", c -> "two"))
        .results();
  }

  private static Object waiting(WorkflowContext ctx) {
    Branch<@Nullable Object> waits =
        Branch.of(
            c -> {
              c.wait(null, Duration.ofSeconds(2));
              return "b1";
            });
    return parallel(ctx, "replay", ONE, runsStep("b0"), waits).results();
  }

  private static Object nested(WorkflowContext ctx) {
    Branch<@Nullable Object> outer =
        Branch.of(c -> parallel(c, "inner", ONE, runsStep("i1"), runsStep("i2")).results());
    return parallel(ctx, "outer", ONE, outer).results();
  }
}

package dev.foliot.test.workflow;

import static dev.foliot.test.FoliotAssertions.*;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofSeconds;

import dev.foliot.test.WorkflowOperation;
import dev.foliot.workflow.BatchOptions;
import dev.foliot.workflow.BatchResult;
import dev.foliot.workflow.Branch;
import dev.foliot.workflow.StepOptions;
import dev.foliot.workflow.WorkflowContext;
import dev.foliot.workflow.journal.OperationKind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.core.ParameterizedTypeReference;

/** Parallel branches and maps: A6, A7, A41 to A46. */
public interface BatchCases extends Cases {
  ParameterizedTypeReference<String> TEXT = ParameterizedTypeReference.forType(String.class);
  ParameterizedTypeReference<Integer> NUMBER = ParameterizedTypeReference.forType(Integer.class);

  @Test
  default void a6RunsTasksInParallel() {
    var result = run(BatchCaseTests::tasks);

    assertThat(result)
        .hasResult(List.of("one", "two", "three"))
        .ran("tasks", "task1", "task2", "task3");
    assertThat(result.child("task2").parent()).isEqualTo(result.child("tasks").id());
  }

  @Test
  default void a6RunsTasksOneAfterTheOther() {
    var result =
        run(
            (ctx, input) ->
                List.of(
                    ctx.step("task1", String.class, step -> "one"),
                    ctx.step("task2", String.class, step -> "two"),
                    ctx.step("task3", String.class, step -> "three")));

    assertThat(result).hasResult(List.of("one", "two", "three"));
    assertThat(result.operations())
        .extracting(WorkflowOperation::name)
        .containsExactlyInAnyOrder("task1", "task2", "task3");
  }

  @Test
  default void a7DoublesEachNumberInALoop() {
    var result =
        run(
            (ctx, input) ->
                List.of(1, 2, 3, 4, 5).stream()
                    .map(number -> ctx.step("square_" + number, Integer.class, s -> number * 2))
                    .toList());

    assertThat(result).hasResult(List.of(2, 4, 6, 8, 10));
    assertThat(result.operations()).hasSize(5);
  }

  @Test
  default void a7DoublesEachNumberOfAMap() {
    var result = run(BatchCaseTests::doubled);

    assertThat(result).hasResult(List.of(2, 4, 6, 8, 10));
    assertThat(result.allOperations())
        .filteredOn(each -> each.kind() == OperationKind.STEP)
        .hasSize(5);
  }

  private static String summary(BatchResult<?> batch) {
    return "%s %s, %s ok, %s failed, total %s"
        .formatted(
            batch.completionReason(),
            batch.status(),
            batch.successCount(),
            batch.failureCount(),
            batch.totalCount());
  }

  @Test
  default void a41StopsAtTheFirstFailure() {
    BatchOptions options = BatchOptions.failFast().withMaxConcurrency(1);
    List<Branch<String>> branches =
        List.of(
            Branch.of("first", branch -> did("first")),
            Branch.of("second", branch -> refuse()),
            Branch.of("third", branch -> did("third")));

    var result = run((ctx, input) -> summary(ctx.parallel("fast", TEXT, branches, options)));

    assertThat(result)
        .hasResult("FAILURE_TOLERANCE_EXCEEDED FAILED, 1 ok, 1 failed, total 2")
        .didNotRun("third");
    assertThat(ran()).containsExactly("first", "refuse");
  }

  @Test
  default void a42StopsWhenEnoughHaveSucceeded() {
    BatchOptions options = BatchOptions.minSuccessful(2).withMaxConcurrency(1);
    List<Branch<String>> branches =
        List.of(
            Branch.of(branch -> did("1")),
            Branch.of(branch -> did("2")),
            Branch.of(branch -> did("3")));

    var result = run((ctx, input) -> summary(ctx.parallel("enough", TEXT, branches, options)));

    assertThat(result).hasResult("MIN_SUCCESSFUL_REACHED SUCCEEDED, 2 ok, 0 failed, total 2");
    assertThat(ran()).containsExactly("1", "2");
  }

  @Test
  default void a44GivesResultsInTheOrderOfTheBranches() {
    var result =
        run(
            (ctx, input) ->
                ctx.map(
                        "slow first",
                        List.of("3", "2", "1"),
                        String.class,
                        (item, hours, index) -> {
                          item.wait(null, ofHours(Long.parseLong(hours)));
                          return item.step("end", String.class, step -> did(hours));
                        })
                    .results());

    assertThat(result).hasResult(List.of("3", "2", "1")).took(ofHours(3));
    assertThat(ran()).containsExactly("1", "2", "3");
  }

  @Test
  default void a44GivesNothingForNothing() {
    var result =
        run(
            (ctx, input) ->
                ctx.map("none", List.<Integer>of(), Integer.class, (item, n, i) -> n).results());

    assertThat(result).hasResult(List.of());
    assertThat(result.invocations()).isEqualTo(1);
  }

  @Test
  default void a44RefusesAConcurrencyOfZero() {
    var result =
        run(
            (ctx, input) ->
                ctx.map(
                        "none",
                        List.of(1),
                        NUMBER,
                        BatchOptions.maxConcurrency(0),
                        (item, number, index) -> number)
                    .results());

    assertThat(result)
        .hasError(IllegalArgumentException.class)
        .hasErrorContaining("maxConcurrency is at least 1; it was 0");
  }

  @Test
  default void a45SkipsABranchThatHasEnded() {
    var result =
        run(
            (ctx, input) ->
                ctx.parallel(
                        "both",
                        String.class,
                        List.of(
                            Branch.of(branch -> did("quick")),
                            Branch.of(
                                branch -> {
                                  branch.wait("pause", ofSeconds(5));
                                  return did("slow");
                                })))
                    .results());

    assertThat(result).hasResult(List.of("quick", "slow"));
    assertThat(ran()).containsExactly("quick", "slow");
  }

  @Test
  default void a45NestsBatches() {
    var result = run(BatchCases::nested);

    assertThat(result).hasResult(List.of(List.of("i1", "i2")));
  }

  private static List<List<String>> nested(WorkflowContext ctx, String input) {
    return ctx.parallel(
            "outer",
            new ParameterizedTypeReference<List<String>>() {},
            List.of(
                Branch.of(
                    branch ->
                        branch
                            .parallel(
                                "inner",
                                String.class,
                                List.of(Branch.of(each -> "i1"), Branch.of(each -> "i2")))
                            .results())),
            BatchOptions.defaults())
        .results();
  }

  @Test
  default void a45ShowsNoBranchesOfAFlatBatch() {
    BatchOptions flat = BatchOptions.defaults().withNesting(BatchOptions.Nesting.FLAT);
    List<Branch<String>> branches =
        List.of(
            Branch.of(branch -> branch.step("a", String.class, step -> did("a"))),
            Branch.of(branch -> branch.step("b", String.class, step -> did("b"))));

    var result =
        run(
            (ctx, input) -> {
              List<String> results = ctx.parallel("flat", TEXT, branches, flat).results();
              ctx.wait(null, ofSeconds(1));
              return results;
            });

    assertThat(result).hasResult(List.of("a", "b"));
    assertThat(result.allOperations())
        .extracting(WorkflowOperation::kind)
        .containsExactly(
            OperationKind.PARALLEL, OperationKind.STEP, OperationKind.STEP, OperationKind.WAIT);
    assertThat(ran()).containsExactly("a", "b");
  }

  @Test
  default void a46GivesItemAndIndex() {
    var result =
        run(
            (ctx, input) ->
                ctx.map(
                        "plus",
                        List.of(10, 20, 30),
                        Integer.class,
                        (item, number, index) -> number + index)
                    .results());

    assertThat(result).hasResult(List.of(10, 21, 32));
  }

  @Test
  default void a46KeepsFailuresOverAWait() {
    var result =
        run(
            (ctx, input) -> {
              BatchResult<String> batch =
                  ctx.map(
                      "some fail",
                      List.of(1, 2, 3),
                      String.class,
                      (item, number, index) ->
                          item.step(
                              "odd",
                              String.class,
                              StepOptions.noRetry(),
                              step -> number == 2 ? "ok" : refuse()));
              ctx.wait(null, ofSeconds(1));
              return summary(batch);
            });

    assertThat(result).hasResult("ALL_COMPLETED FAILED, 1 ok, 2 failed, total 3");
    assertThat(ran()).hasSize(2);
  }
}

package dev.foliot.test.workflow;

import static dev.foliot.test.FoliotAssertions.*;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofSeconds;

import dev.foliot.test.WorkflowOperation;
import dev.foliot.test.WorkflowResult;
import dev.foliot.test.WorkflowTestRunner;
import dev.foliot.workflow.BatchOptions;
import dev.foliot.workflow.BatchResult;
import dev.foliot.workflow.BatchResult.CompletionReason;
import dev.foliot.workflow.BatchResult.Status;
import dev.foliot.workflow.Branch;
import dev.foliot.workflow.StepOptions;
import dev.foliot.workflow.WorkflowContext;
import dev.foliot.workflow.journal.OperationKind;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.core.ParameterizedTypeReference;

/** Parallel branches and maps: A6, A7, A41 to A46. */
class BatchCaseTests {
  private static final ParameterizedTypeReference<String> TEXT =
      ParameterizedTypeReference.forType(String.class);
  private static final ParameterizedTypeReference<Integer> NUMBER =
      ParameterizedTypeReference.forType(Integer.class);

  private final List<String> done = new ArrayList<>();

  private String did(String what) {
    done.add(what);
    return what;
  }

  // docs: parallel
  static List<String> tasks(WorkflowContext ctx, String input) {
    return ctx.parallel(
            "tasks",
            String.class,
            List.of(
                Branch.of("task1", branch -> branch.step("work1", String.class, step -> "one")),
                Branch.of("task2", branch -> branch.step("work2", String.class, step -> "two")),
                Branch.of("task3", branch -> branch.step("work3", String.class, s -> "three"))))
        .throwIfFailed()
        .results();
  }

  @Test
  void a6RunsTasksInParallel() {
    WorkflowResult<List<String>> result =
        WorkflowTestRunner.of(String.class, BatchCaseTests::tasks).run("");

    assertThat(result)
        .hasResult(List.of("one", "two", "three"))
        .ran("tasks", "task1", "task2", "task3");
    assertThat(result.child("task2").parent()).isEqualTo(result.child("tasks").id());
  }

  // docs: end

  @Test
  void a6RunsTasksOneAfterTheOther() {
    WorkflowResult<List<String>> result =
        WorkflowTestRunner.of(
                String.class,
                (ctx, input) ->
                    List.of(
                        ctx.step("task1", String.class, step -> "one"),
                        ctx.step("task2", String.class, step -> "two"),
                        ctx.step("task3", String.class, step -> "three")))
            .run("");

    assertThat(result).hasResult(List.of("one", "two", "three"));
    assertThat(result.operations())
        .extracting(WorkflowOperation::name)
        .containsExactlyInAnyOrder("task1", "task2", "task3");
  }

  // docs: map
  @Test
  void a7DoublesEachNumber() {
    WorkflowResult<List<Integer>> result =
        WorkflowTestRunner.of(
                Integer.class,
                (ctx, count) ->
                    ctx.map(
                            "squares",
                            List.of(1, 2, 3, 4, 5),
                            Integer.class,
                            (item, number, index) ->
                                item.step("square_" + index, Integer.class, s -> number * 2))
                        .results())
            .run(5);

    assertThat(result).hasResult(List.of(2, 4, 6, 8, 10));
    assertThat(result.allOperations())
        .filteredOn(each -> each.kind() == OperationKind.STEP)
        .hasSize(5);
  }

  // docs: end

  record Summary(CompletionReason reason, Status status, int ok, int failed, int total) {
    static Summary of(BatchResult<?> batch) {
      return new Summary(
          batch.completionReason(),
          batch.status(),
          batch.successCount(),
          batch.failureCount(),
          batch.totalCount());
    }
  }

  @Test
  void a41StopsAtTheFirstFailure() {
    BatchOptions options = BatchOptions.failFast().withMaxConcurrency(1);

    WorkflowResult<Summary> result =
        WorkflowTestRunner.of(
                String.class,
                (ctx, input) -> Summary.of(ctx.parallel("fast", TEXT, oneOfThreeFails(), options)))
            .run("");

    assertThat(result)
        .hasResult(
            new Summary(CompletionReason.FAILURE_TOLERANCE_EXCEEDED, Status.FAILED, 1, 1, 2));
    assertThat(done).containsExactly("first");
  }

  private List<Branch<String>> oneOfThreeFails() {
    return List.of(
        Branch.of("first", branch -> did("first")),
        Branch.of("second", branch -> refuse()),
        Branch.of("third", branch -> did("third")));
  }

  private static String refuse() {
    throw new IllegalStateException("no");
  }

  @Test
  void a42StopsWhenEnoughHaveSucceeded() {
    BatchOptions options = BatchOptions.minSuccessful(2).withMaxConcurrency(1);
    List<Branch<String>> branches =
        List.of(
            Branch.of(branch -> did("1")),
            Branch.of(branch -> did("2")),
            Branch.of(branch -> did("3")));

    WorkflowResult<Summary> result =
        WorkflowTestRunner.of(
                String.class,
                (ctx, input) -> Summary.of(ctx.parallel("enough", TEXT, branches, options)))
            .run("");

    assertThat(result)
        .hasResult(new Summary(CompletionReason.MIN_SUCCESSFUL_REACHED, Status.SUCCEEDED, 2, 0, 2));
    assertThat(done).containsExactly("1", "2");
  }

  @Test
  void a44GivesResultsInTheOrderOfTheBranches() {
    WorkflowResult<List<Integer>> result =
        WorkflowTestRunner.of(
                String.class,
                (ctx, input) ->
                    ctx.map(
                            "slow first",
                            List.of(3, 2, 1),
                            Integer.class,
                            (item, hours, index) -> {
                              item.wait(null, ofHours(hours));
                              return item.step("end", Integer.class, step -> ended(hours));
                            })
                        .results())
            .run("");

    assertThat(result).hasResult(List.of(3, 2, 1)).took(ofHours(3));
    assertThat(done).containsExactly("1", "2", "3");
  }

  private int ended(int hours) {
    did(String.valueOf(hours));
    return hours;
  }

  @Test
  void a44GivesNothingForNothing() {
    WorkflowResult<List<Integer>> result =
        WorkflowTestRunner.of(
                String.class,
                (ctx, input) ->
                    ctx.map("none", List.<Integer>of(), Integer.class, (item, n, i) -> n).results())
            .run("");

    assertThat(result).hasResult(List.of());
    assertThat(result.invocations()).isEqualTo(1);
  }

  @Test
  void a44RefusesAConcurrencyOfZero() {
    WorkflowResult<List<Integer>> result =
        WorkflowTestRunner.of(
                String.class,
                (ctx, input) ->
                    ctx.map(
                            "none",
                            List.of(1),
                            NUMBER,
                            BatchOptions.maxConcurrency(0),
                            (item, number, index) -> number)
                        .results())
            .run("");

    assertThat(result)
        .hasError(IllegalArgumentException.class)
        .hasErrorContaining("maxConcurrency is at least 1; it was 0");
  }

  @Test
  void a45SkipsABranchThatHasEnded() {
    WorkflowResult<List<String>> result =
        WorkflowTestRunner.of(
                String.class,
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
                        .results())
            .run("");

    assertThat(result).hasResult(List.of("quick", "slow"));
    assertThat(done).containsExactly("quick", "slow");
  }

  @Test
  void a45NestsBatches() {
    WorkflowResult<List<List<String>>> result =
        WorkflowTestRunner.of(String.class, BatchCaseTests::nested).run("");

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
  void a45ShowsNoBranchesOfAFlatBatch() {
    BatchOptions flat = BatchOptions.defaults().withNesting(BatchOptions.Nesting.FLAT);

    WorkflowResult<List<String>> result =
        WorkflowTestRunner.of(
                String.class,
                (ctx, input) ->
                    ctx.parallel(
                            "flat",
                            TEXT,
                            List.of(
                                Branch.of(branch -> branch.step("a", String.class, s -> "fa")),
                                Branch.of(branch -> branch.step("b", String.class, s -> "fb"))),
                            flat)
                        .results())
            .run("");

    assertThat(result).hasResult(List.of("fa", "fb"));
    assertThat(result.allOperations())
        .extracting(WorkflowOperation::kind)
        .containsExactly(OperationKind.PARALLEL, OperationKind.STEP, OperationKind.STEP);
  }

  @Test
  void a46GivesItemAndIndex() {
    WorkflowResult<List<Integer>> result =
        WorkflowTestRunner.of(
                String.class,
                (ctx, input) ->
                    ctx.map(
                            "plus",
                            List.of(10, 20, 30),
                            Integer.class,
                            (item, number, index) -> number + index)
                        .results())
            .run("");

    assertThat(result).hasResult(List.of(10, 21, 32));
  }

  @Test
  void a46KeepsFailuresOverAWait() {
    WorkflowResult<Summary> result =
        WorkflowTestRunner.of(
                String.class,
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
                  return Summary.of(batch);
                })
            .run("");

    assertThat(result)
        .hasResult(new Summary(CompletionReason.ALL_COMPLETED, Status.FAILED, 1, 2, 3));
  }
}

package dev.foliot.test.workflow;

import static dev.foliot.test.FoliotAssertions.*;

import dev.foliot.test.WorkflowResult;
import dev.foliot.test.WorkflowTestRunner;
import dev.foliot.workflow.Branch;
import dev.foliot.workflow.WorkflowContext;
import dev.foliot.workflow.journal.OperationKind;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Parallel branches and maps, as the documentation shows them: A6, A7. */
class BatchCaseTests {
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

  // docs: map
  static List<Integer> doubled(WorkflowContext ctx, String input) {
    return ctx.map(
            "squares",
            List.of(1, 2, 3, 4, 5),
            Integer.class,
            (item, number, index) -> item.step("square_" + index, Integer.class, s -> number * 2))
        .results();
  }

  @Test
  void a7DoublesEachNumber() {
    WorkflowResult<List<Integer>> result =
        WorkflowTestRunner.of(String.class, BatchCaseTests::doubled).run("");

    assertThat(result).hasResult(List.of(2, 4, 6, 8, 10));
    assertThat(result.allOperations())
        .filteredOn(each -> each.kind() == OperationKind.STEP)
        .hasSize(5);
  }
  // docs: end
}

package dev.foliot.test.levels;

import static dev.foliot.test.FoliotAssertions.*;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.foliot.test.Runs;
import dev.foliot.test.WorkflowTestRun;
import dev.foliot.test.WorkflowTestRunner;
import dev.foliot.test.levels.Shop.ShipOrder;
import org.junit.jupiter.api.Test;

/** Level 1: without an application. */
// docs: level1
class RunsOfRunnersTests extends RunsContract {
  @Override
  Runs runs() {
    return Runs.of(
        WorkflowTestRunner.of(new Fulfilment())
            .on(ShipOrder.class, command -> "parcel of " + command.order()),
        WorkflowTestRunner.of(new Approval()),
        WorkflowTestRunner.of(new Delivery()),
        WorkflowTestRunner.of(new Restock()),
        WorkflowTestRunner.of(new Tour()).on(new Delivery()));
  }

  // docs: end

  @Test
  void refusesWorkflowWithoutRunner() {
    assertThatThrownBy(() -> Runs.of().start(Approval.class, "x"))
        .hasMessageContaining("No runner runs the workflow " + Approval.class.getName());
    assertThatThrownBy(() -> runs().find("r-1", Approval.class))
        .hasMessageContaining("only the test starts runs");
  }

  @Test
  void retriedOperationUsesTheNextEntryOfItsStub() {
    WorkflowTestRun<String> run =
        WorkflowTestRunner.of(new Delivery())
            .stub("load", failsWith(new IllegalStateException("no van")), returns("all in van 1"))
            .start("o-1");

    run.retry().finish();

    assertThat(run.result()).hasResult("all in van 1");
  }
}

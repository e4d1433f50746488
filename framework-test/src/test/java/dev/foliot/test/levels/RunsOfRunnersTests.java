package dev.foliot.test.levels;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.foliot.test.Runs;
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
        WorkflowTestRunner.of(new Approval()));
  }

  // docs: end

  @Test
  void refusesWorkflowWithoutRunner() {
    assertThatThrownBy(() -> Runs.of().start(Approval.class, "x"))
        .hasMessageContaining("No runner runs the workflow " + Approval.class.getName());
    assertThatThrownBy(() -> runs().find(Approval.class, "r-1"))
        .hasMessageContaining("only the test starts runs");
  }
}

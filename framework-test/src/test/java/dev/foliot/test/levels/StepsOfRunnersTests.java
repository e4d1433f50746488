package dev.foliot.test.levels;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.foliot.test.Runs;
import dev.foliot.test.WorkflowTestRunner;
import org.junit.jupiter.api.Test;

/** Level 1: without an application. */
class StepsOfRunnersTests extends StepsContract {
  @Override
  Runs runs() {
    return Runs.of(WorkflowTestRunner.of(new Survey()));
  }

  @Test
  void findsNoRunOfAnApplication() {
    assertThatThrownBy(() -> runs().find("r-1")).hasMessageContaining("only the test starts runs");
  }
}

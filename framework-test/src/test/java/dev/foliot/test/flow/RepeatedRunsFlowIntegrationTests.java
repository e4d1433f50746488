package dev.foliot.test.flow;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.test.flow.Limited.Failing;
import dev.foliot.test.flow.Limited.Order;
import dev.foliot.workflow.RunFilter;
import dev.foliot.workflow.RunStatus;
import dev.foliot.workflow.RunSummary;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Flow control of runs that no start begins. */
class RepeatedRunsFlowIntegrationTests extends FlowTest {
  private List<RunStatus> followers() {
    return workflows.list(RunFilter.of("after-failing")).stream().map(RunSummary::status).toList();
  }

  @Test
  void runAfterAFailureTakesItsTurnAndIsNotSkipped() {
    workflows.start(Failing.class, Order.of("c", "1"));
    workflows.start(Failing.class, Order.of("c", "2"));
    workflows.start(Failing.class, Order.of("d", "3"));
    engine.run();
    assertThat(followers())
        .containsExactlyInAnyOrder(RunStatus.SUCCEEDED, RunStatus.SUCCEEDED, RunStatus.PENDING);

    advance(ofSeconds(60));

    assertThat(followers()).hasSize(3).containsOnly(RunStatus.SUCCEEDED);
  }
}

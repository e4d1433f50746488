package dev.foliot.test.triggers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.test.SyncFlowTest;
import dev.foliot.test.triggers.TriggersApplication.Charged;
import dev.foliot.workflow.RunStatus;
import dev.foliot.workflow.SentEvent;
import dev.foliot.workflow.Workflows;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Level 2: the run is started in the transaction of the event, and advances after its commit. */
@SyncFlowTest
class TriggersSyncIntegrationTests {
  @Autowired Workflows workflows;

  // docs: test
  @Test
  void runOfAnEventAdvancesAtOnce() {
    SentEvent event = workflows.send(Charged.of("p-1", 150));

    assertThat(event.runIds()).hasSize(3);
    assertThat(workflows.handle(event.runIds().get(2)).status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(workflows.handle(event.runIds().get(2)).result()).contains("reviewed p-1");
  }
  // docs: end
}

package dev.foliot.test.flow;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.test.Runs;
import dev.foliot.test.SyncFlowTest;
import dev.foliot.test.TestClock;
import dev.foliot.test.WorkflowTestRun;
import dev.foliot.test.flow.Limited.Order;
import dev.foliot.workflow.RunStatus;
import dev.foliot.workflow.Workflows;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Flow control at level 2: in the thread of the test, by its clock. */
@SyncFlowTest
class FlowSyncIntegrationTests {
  @Autowired Runs runs;
  @Autowired Workflows workflows;
  @Autowired TestClock clock;
  @Autowired Limited.Code code;

  @BeforeEach
  void beginAnew() {
    code.ran.clear();
    code.body = Limited.Code.DEFAULT;
  }

  @Test
  void debouncedRunBeginsWhenTheClockIsMoved() {
    workflows.start(Limited.Debounced.class, Order.of("c", "one"));
    workflows.start(Limited.Debounced.class, Order.of("c", "two"));
    assertThat(code.ran).isEmpty();

    clock.advance(ofSeconds(10));

    assertThat(code.ran).containsExactly("two");
  }

  @Test
  void throttledRunsBeginWhenTheClockIsMoved() {
    for (int i = 0; i < 4; i++) {
      workflows.start(Limited.Throttled.class, Order.of("c", "r-" + i));
    }
    assertThat(code.ran).containsExactly("r-0", "r-1");

    clock.advance(ofSeconds(10));
    assertThat(code.ran).endsWith("r-2");
    clock.advance(ofSeconds(10));

    assertThat(code.ran).containsExactly("r-0", "r-1", "r-2", "r-3");
  }

  @Test
  void skippedRunIsShown() {
    runs.start(Limited.Once.class, Order.of("c", "o"));
    WorkflowTestRun<String> first = runs.start(Limited.Once.class, Order.of("c", "o"));
    for (int i = 0; i < 2; i++) {
      workflows.start(Limited.Rated.class, Order.of("c", "r"));
    }
    WorkflowTestRun<String> third = runs.start(Limited.Rated.class, Order.of("c", "r"));

    assertThat(first.status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(third.status()).isEqualTo(RunStatus.SKIPPED);
    assertThat(third.result().status()).isEqualTo(RunStatus.SKIPPED);
  }
}

package dev.foliot.test.flow;

import dev.foliot.Engine;
import dev.foliot.test.EngineTest;
import dev.foliot.test.TestClock;
import dev.foliot.workflow.RunHandle;
import dev.foliot.workflow.RunOptions;
import dev.foliot.workflow.RunStatus;
import dev.foliot.workflow.WorkflowContext;
import dev.foliot.workflow.Workflows;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;

/** A test of flow control, with an engine that runs in cycles. */
@EngineTest
abstract class FlowTest {
  @Autowired Engine engine;
  @Autowired TestClock clock;
  @Autowired Workflows workflows;
  @Autowired Limited.Code code;
  @Autowired JdbcTemplate jdbc;

  @BeforeEach
  void beginAnew() {
    code.ran.clear();
    code.body = Limited.Code.DEFAULT;
    code.inStep = () -> {};
  }

  RunHandle<String> start(Class<? extends Limited> workflow, String customer, String id) {
    return start(workflow, customer, id, RunOptions.id(id));
  }

  RunHandle<String> start(
      Class<? extends Limited> workflow, String customer, String id, RunOptions options) {
    clock.advance(Duration.ofNanos(1_000)); // no two starts at the same time
    return workflows.start(workflow, Limited.Order.of(customer, id), options);
  }

  RunStatus status(String id) {
    return workflows.handle(id).status();
  }

  String reason(String id) {
    return workflows
        .handle(id)
        .error()
        .map(error -> error.type() + ": " + error.message())
        .orElse("none");
  }

  void advance(Duration time) {
    clock.advance(time);
    engine.run();
  }

  /** Waits for an hour. */
  static String waitAnHour(WorkflowContext ctx, Limited.Order order) {
    ctx.wait("w", Duration.ofHours(1));
    return order.id();
  }
}

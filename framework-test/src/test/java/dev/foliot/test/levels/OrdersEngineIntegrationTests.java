package dev.foliot.test.levels;

import static dev.foliot.test.FoliotAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.Engine;
import dev.foliot.EngineRun;
import dev.foliot.test.EngineTest;
import dev.foliot.test.Simulation;
import dev.foliot.test.TestClock;
import dev.foliot.workflow.Workflows;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

@EngineTest
class OrdersEngineIntegrationTests extends OrdersContract {
  @Autowired Engine engine;
  @Autowired TestClock clock;
  @Autowired Workflows workflows;
  @Autowired ApplicationContext application;

  @Override
  void deliver() {
    engine.runFor(Duration.ZERO);
    clock.reset();
  }

  // docs: engine
  @Test
  void engineReportsTheRun() {
    domain.process(new Shop.PlaceOrder("o-1"));

    EngineRun first = engine.run();
    EngineRun rest = engine.runUntilIdle();

    assertThat(first).run("fulfilment", "run-o-1").did("stock").isWaitingFor("cooling");
    assertThat(rest).run("fulfilment", "run-o-1").did("cooling", "ship").succeeded();
    assertThat(rest).isQuiescent();
  }

  // docs: end

  // docs: simulation
  @Test
  void n12OrdersAreShippedOnceWhateverBreaks() {
    Simulation.of(application)
        .seeds(120)
        .run(
            simulation -> {
              simulation.process(new Shop.PlaceOrder("o-1"));
              simulation.process(new Shop.PlaceOrder("o-2"));
            })
        .thenAlways(
            simulated -> {
              assertThat(workflows.handle("run-o-1").result()).contains("parcel of o-1");
              assertThat(workflows.handle("run-o-2").result()).contains("parcel of o-2");
              assertThat(shipped.count()).isEqualTo(2);
            });
  }
  // docs: end
}

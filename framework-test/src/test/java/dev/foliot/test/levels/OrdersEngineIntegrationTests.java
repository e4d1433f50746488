package dev.foliot.test.levels;

import static dev.foliot.test.FoliotAssertions.assertThat;

import dev.foliot.Engine;
import dev.foliot.EngineRun;
import dev.foliot.test.EngineTest;
import dev.foliot.test.TestClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@EngineTest
class OrdersEngineIntegrationTests extends OrdersContract {
  @Autowired Engine engine;
  @Autowired TestClock clock;

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
}

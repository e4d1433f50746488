package dev.foliot.test.shop;

import static dev.foliot.test.FoliotAssertions.*;

import dev.foliot.CommandOptions;
import dev.foliot.Domain;
import dev.foliot.Engine;
import dev.foliot.EngineRun;
import dev.foliot.message.Priority;
import dev.foliot.test.EngineTest;
import dev.foliot.test.TestClock;
import dev.foliot.test.shop.Shop.PlaceOrder;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Level 3 as a user writes it. */
@EngineTest
class OrderFlowAsyncIntegrationTests {
  @Autowired Domain domain;
  @Autowired Engine engine;
  @Autowired TestClock clock;
  @Autowired Warehouse warehouse;

  @Test
  void theEngineFillsTheDashboard() {
    domain.process(new PlaceOrder("ord-async-001", "prod-1", 4));
    assertThat(domain.viewFor(OrderDashboard.class).find("ord-async-001")).isEmpty();

    EngineRun run = engine.run();

    assertThat(run.cycles()).hasSize(3);
    assertThat(run).isQuiescent().handled("order-dashboard-projector", 1);
    assertThat(domain.viewFor(OrderDashboard.class).get("ord-async-001").status())
        .isEqualTo("placed");
  }

  @Test
  void backfillWaitsForThePrimaryLane() {
    domain.process(new PlaceOrder("bulk", "prod-1", 4), CommandOptions.priority(Priority.BACKFILL));
    domain.process(new PlaceOrder("live", "prod-1", 4));

    assertThat(engine.run()).handledInOrder("live", "bulk");
  }

  @Test
  void theClockMovesToTheRetry() {
    warehouse.closeFor(3);
    domain.process(new PlaceOrder("ord-1", "prod-1", 4));

    EngineRun run = engine.runUntilIdle();

    assertThat(run).isQuiescent().retried("inventory", 3).handled("inventory", 1);
    assertThat(Duration.between(TestClock.START, clock.instant()))
        .isGreaterThanOrEqualTo(Duration.ofMillis(100 + 200 + 400));
  }
}

package dev.foliot.test.shop;

import static dev.foliot.test.FoliotAssertions.*;

import dev.foliot.Domain;
import dev.foliot.Engine;
import dev.foliot.EngineRun;
import dev.foliot.engine.Cycle;
import dev.foliot.test.EngineTest;
import dev.foliot.test.TestClock;
import dev.foliot.test.shop.Shop.PlaceOrder;
import dev.foliot.test.shop.Shop.ReceiveStock;
import dev.foliot.test.shop.Shop.Shout;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What Level 3 promises (R34, R35). */
@EngineTest
class TestModeIntegrationTests {
  private static final Set<String> REPORTS = new HashSet<>();

  @Autowired Domain domain;
  @Autowired Engine engine;
  @Autowired Warehouse warehouse;

  @Test // R34
  void runsThreeCyclesOfAHundredMilliseconds() {
    EngineRun run = engine.run();

    assertThat(run.cycles())
        .extracting(Cycle::at)
        .containsExactly(
            TestClock.START, TestClock.START.plusMillis(100), TestClock.START.plusMillis(200));
  }

  @RepeatedTest(3) // R34: the same log, the same report
  void givesTheSameReportEachTime() {
    warehouse.closeFor(1);
    domain.process(new ReceiveStock("prod-1", 5));
    domain.process(new PlaceOrder("ord-1", "prod-1", 4));
    domain.process(new PlaceOrder("ord-2", "prod-1", 4));
    domain.process(new Shout("hello", 2));

    REPORTS.add(engine.run().toString());

    assertThat(REPORTS).hasSize(1);
  }

  @Test // R35
  void reportsAsATable() {
    warehouse.closeFor(1);
    domain.process(new ReceiveStock("prod-1", 8));
    domain.process(new PlaceOrder("ord-1", "prod-1", 4));
    domain.process(new PlaceOrder("ord-2", "prod-1", 9));

    assertThat(engine.run().toString().lines())
        .anyMatch(line -> line.matches("cycle +subscription +lane +message +stream .*raised"))
        .anyMatch(
            line -> line.matches("1 \\(\\+0 ms\\) +inventory +primary +OrderPlaced .*retry.*"))
        .anyMatch(line -> line.matches("2 \\(\\+100 ms\\) +inventory .* handled +StockReserved"))
        .anyMatch(line -> line.matches("3 \\(\\+200 ms\\) +\\(nothing\\)"))
        .anyMatch(line -> line.contains("parked in inventory: key order-ord-2"));
  }

  @Test // R34
  void anEngineInTestModeDoesNotStart() {
    assertThatThrownBy(engine::start).hasMessageContaining("This engine is in test mode");
  }
}

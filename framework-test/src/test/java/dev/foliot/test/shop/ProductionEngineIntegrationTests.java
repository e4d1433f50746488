package dev.foliot.test.shop;

import static dev.foliot.test.FoliotAssertions.*;

import dev.foliot.Domain;
import dev.foliot.Engine;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

/** The application without this module's annotations. */
@SpringBootTest(properties = "foliot.engine.enabled=false")
class ProductionEngineIntegrationTests {
  @Autowired Domain domain;
  @Autowired Engine engine;

  @Test // R34
  void cannotBeStepped() {
    assertThatThrownBy(engine::run)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("This engine runs on its own threads")
        .hasMessageContaining("@EngineTest");
  }

  @Test // R34
  void testModeRefusesAClockThatCannotBeStepped() {
    assertThatThrownBy(() -> Engine.inTestMode(domain).run())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("needs a clock that it can step")
        .hasMessageContaining("TestClock");
  }
}

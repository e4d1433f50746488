package dev.foliot.test.shop;

import static dev.foliot.test.FoliotAssertions.*;

import dev.foliot.Domain;
import dev.foliot.Engine;
import dev.foliot.handler.EndlessCascadeException;
import dev.foliot.test.EngineTest;
import dev.foliot.test.shop.Shop.Shout;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@EngineTest(properties = "foliot.test.max-deliveries=50")
class EndlessCascadeIntegrationTests {
  @Autowired Domain domain;
  @Autowired Engine engine;

  @Test // R36
  void stopsWithTheRepeatingChain() {
    domain.process(new Shout("hello", Integer.MAX_VALUE));

    assertThatThrownBy(engine::run)
        .isInstanceOf(EndlessCascadeException.class)
        .hasMessageContaining("more than 50")
        .hasMessageContaining("Shouted → echo")
        .hasMessageContaining("foliot.test.max-deliveries");
  }

  @Test
  void theNextTestIsNotDisturbed() {
    domain.process(new Shout("hello", 3));

    assertThat(engine.run()).isQuiescent().handled("echo", 4);
  }
}

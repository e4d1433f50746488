package dev.foliot.test.shop;

import dev.foliot.Domain;
import dev.foliot.event.EventHandler;
import dev.foliot.handler.Handle;
import dev.foliot.test.shop.Shop.Shout;
import dev.foliot.test.shop.Shop.Shouted;

@EventHandler(name = "echo")
class EchoEventHandler {
  private final Domain domain;

  EchoEventHandler(Domain domain) {
    this.domain = domain;
  }

  @Handle
  void on(Shouted event) {
    if (event.echoes() > 0) {
      domain.process(new Shout(event.text(), event.echoes() - 1));
    }
  }
}

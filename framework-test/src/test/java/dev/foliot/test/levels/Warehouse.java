package dev.foliot.test.levels;

import dev.foliot.Domain;
import dev.foliot.event.EventHandler;
import dev.foliot.handler.Handle;

/** Reserves stock for each order. */
@EventHandler(name = "warehouse")
class Warehouse {
  private final Domain domain;

  Warehouse(Domain domain) {
    this.domain = domain;
  }

  @Handle
  void on(Shop.OrderPlaced event) {
    domain.process(new Shop.ReserveStock(event.order()));
  }
}

package dev.foliot.test.levels;

import dev.foliot.aggregate.Aggregate;
import dev.foliot.aggregate.Apply;
import dev.foliot.aggregate.EventSourcedAggregate;
import dev.foliot.test.levels.Shop.OrderShipped;

@Aggregate
class Shipment extends EventSourcedAggregate {
  private String order = "";

  static Shipment of(String order) {
    Shipment made = new Shipment();
    made.raise(new OrderShipped(order));
    return made;
  }

  @Override
  public String id() {
    return order;
  }

  @Apply
  void on(OrderShipped event) {
    order = event.order();
  }
}

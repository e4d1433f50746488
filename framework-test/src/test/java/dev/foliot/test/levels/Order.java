package dev.foliot.test.levels;

import dev.foliot.aggregate.Aggregate;
import dev.foliot.aggregate.Apply;
import dev.foliot.aggregate.EventSourcedAggregate;
import dev.foliot.test.levels.Shop.OrderPlaced;

@Aggregate
class Order extends EventSourcedAggregate {
  private String order = "";

  static Order of(String order) {
    Order made = new Order();
    made.raise(new OrderPlaced(order));
    return made;
  }

  @Override
  public String id() {
    return order;
  }

  @Apply
  void on(OrderPlaced event) {
    order = event.order();
  }
}

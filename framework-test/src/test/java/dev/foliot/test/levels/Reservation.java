package dev.foliot.test.levels;

import dev.foliot.aggregate.Aggregate;
import dev.foliot.aggregate.Apply;
import dev.foliot.aggregate.EventSourcedAggregate;
import dev.foliot.test.levels.Shop.StockReserved;

@Aggregate
class Reservation extends EventSourcedAggregate {
  private String order = "";

  static Reservation of(String order) {
    Reservation made = new Reservation();
    made.raise(new StockReserved(order));
    return made;
  }

  @Override
  public String id() {
    return order;
  }

  @Apply
  void on(StockReserved event) {
    order = event.order();
  }
}

package dev.foliot.test.scenario;

import dev.foliot.aggregate.EventSourcedAggregate;

/** Has private state of its own, named as Foliot's is. */
abstract class Basket extends EventSourcedAggregate {
  private String id;
  private String owner;
  private long version = 7;

  void opened(String cartId, String by) {
    id = cartId;
    owner = by;
  }

  void rename(String to) {
    owner = to;
    version++;
  }

  @Override
  public String id() {
    return id;
  }
}

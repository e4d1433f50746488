package dev.foliot.docs;

import dev.foliot.aggregate.AggregateRepository;
import dev.foliot.sample.inventory.Inventory;
import dev.foliot.sample.order.Order;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Code of the page about the unit of work. */
class UnitOfWorkExample {
  // docs: returns
  @Service
  static class Returns {
    private final AggregateRepository<Order> orders;
    private final AggregateRepository<Inventory> inventory;

    Returns(AggregateRepository<Order> orders, AggregateRepository<Inventory> inventory) {
      this.orders = orders;
      this.inventory = inventory;
    }

    @Transactional
    public void take(String orderId) {
      Order order = orders.get(orderId);
      order.cancel("returned"); // raises OrderCancelled; no save is needed
      order.lines().forEach(line -> inventory.get(line.productId()).release(orderId));
    } // rows and events of all of them commit here
  }
  // docs: end
}

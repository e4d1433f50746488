package dev.foliot.benchmarks.order;

import dev.foliot.aggregate.Aggregate;
import dev.foliot.aggregate.StateStoredAggregate;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** An order, stored as a row. */
@Aggregate
@Entity
@Table(name = "orders")
public class Order extends StateStoredAggregate {
  @Id private String orderId;
  private String customerId;
  private long cents;

  protected Order() {
    this("", "", 0);
  }

  private Order(String orderId, String customerId, long cents) {
    this.orderId = orderId;
    this.customerId = customerId;
    this.cents = cents;
  }

  static Order place(String orderId, String customerId, long cents) {
    Order order = new Order(orderId, customerId, cents);
    order.raise(new OrderPlaced(orderId, customerId, cents));
    return order;
  }

  @Override
  public String id() {
    return orderId;
  }

  public String customerId() {
    return customerId;
  }

  public long cents() {
    return cents;
  }
}

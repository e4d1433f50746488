package dev.foliot.test.shop;

import dev.foliot.aggregate.Aggregate;
import dev.foliot.aggregate.StateStoredAggregate;
import dev.foliot.test.shop.Shop.OrderPlaced;
import dev.foliot.test.shop.Shop.OrderShipped;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

@Aggregate
@Entity
@Table(name = "orders")
class Order extends StateStoredAggregate {
  @Id private String orderId;
  private String productId;
  private int quantity;
  private String status;

  protected Order() {}

  static Order draft(String orderId, String productId, int quantity) {
    Order order = new Order();
    order.orderId = orderId;
    order.productId = productId;
    order.quantity = quantity;
    order.status = "draft";
    return order;
  }

  @Override
  public String id() {
    return orderId;
  }

  String status() {
    return status;
  }

  void place() {
    if (!status.equals("draft")) {
      throw new IllegalStateException("Order %s is %s".formatted(orderId, status));
    }
    status = "placed";
    raise(new OrderPlaced(orderId, productId, quantity));
  }

  void ship() {
    status = "shipped";
    raise(new OrderShipped(orderId));
  }
}

package dev.foliot.testsupport.shop;

import dev.foliot.aggregate.Aggregate;
import dev.foliot.aggregate.Invariant;
import dev.foliot.aggregate.StateStoredAggregate;
import dev.foliot.testsupport.shop.Shop.OrderPlaced;
import dev.foliot.testsupport.shop.Shop.OrderShipped;
import dev.foliot.testsupport.shop.Shop.OrderTouched;
import jakarta.persistence.CascadeType;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.OneToMany;
import jakarta.persistence.Table;
import java.util.ArrayList;
import java.util.List;

/** A state-stored aggregate. */
@Aggregate
@Entity
@Table(name = "orders")
public class Order extends StateStoredAggregate {
  @Id private String orderId;
  private String status = "draft";
  private String note = "";

  @OneToMany(cascade = CascadeType.ALL, orphanRemoval = true)
  @JoinColumn(name = "order_id")
  private List<OrderItem> items = new ArrayList<>();

  protected Order() {}

  public Order(String orderId) {
    this.orderId = orderId;
  }

  public static Order placed(String orderId) {
    Order order = new Order(orderId);
    order.place();
    return order;
  }

  @Override
  public String id() {
    return orderId;
  }

  public String status() {
    return status;
  }

  public String note() {
    return note;
  }

  public List<OrderItem> items() {
    return items;
  }

  public void place() {
    status = "placed";
    raise(new OrderPlaced(orderId));
  }

  public void ship() {
    status = "shipped";
    raise(new OrderShipped(orderId));
  }

  /** Raises, and changes no field of its own. */
  public void touch(String by) {
    raise(new OrderTouched(orderId, by));
  }

  /** Changes a field, and raises nothing. */
  public void annotate(String text) {
    note = text;
  }

  /** Changes its children only. */
  public void add(String itemId) {
    items.add(new OrderItem(itemId));
  }

  @Invariant
  boolean notForbidden() {
    return !note.equals("forbidden");
  }
}

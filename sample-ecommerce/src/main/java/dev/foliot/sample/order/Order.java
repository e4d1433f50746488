package dev.foliot.sample.order;

// docs: order
import dev.foliot.aggregate.Aggregate;
import dev.foliot.aggregate.StateStoredAggregate;
// docs: end
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.OrderColumn;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * An order, from the basket to the parcel. It is a row like any other, which raises events; it
 * refuses every step that its status does not allow.
 */
// docs: order
@Aggregate
@Entity
@Table(name = "orders")
public class Order extends StateStoredAggregate {
  @Id private String orderId;
  private String customerId;
  private BigDecimal total;

  @Enumerated(EnumType.STRING)
  private OrderStatus status = OrderStatus.DRAFT;

  @ElementCollection @OrderColumn private List<OrderLine> lines = new ArrayList<>();

  @SuppressWarnings("NullAway.Init") // Hibernate fills the fields
  protected Order() {}

  private Order(String orderId, String customerId, BigDecimal total, List<OrderLine> lines) {
    this.orderId = orderId;
    this.customerId = customerId;
    this.total = total;
    this.lines.addAll(lines);
  }

  public static Order draft(
      String orderId, String customerId, BigDecimal total, List<OrderLine> lines) {
    return new Order(orderId, customerId, total, OrderLine.merge(lines));
  }

  // docs: end
  // docs: order
  public void place() {
    if (status != OrderStatus.DRAFT) {
      throw new OrderAlreadyPlacedException(orderId);
    }
    status = OrderStatus.PLACED;
    raise(new OrderPlaced(orderId, customerId, total, lines()));
  }

  // docs: end
  public void markReserved() {
    move(OrderStatus.PLACED, OrderStatus.RESERVED);
    raise(new OrderReserved(orderId, customerId, total));
  }

  public void reject(String reason) {
    move(OrderStatus.PLACED, OrderStatus.REJECTED);
    raise(new OrderRejected(orderId, reason));
  }

  public void confirm() {
    move(OrderStatus.RESERVED, OrderStatus.CONFIRMED);
    raise(new OrderConfirmed(orderId, customerId, lines()));
  }

  public void cancel(String reason) {
    if (status != OrderStatus.CONFIRMED) {
      move(OrderStatus.RESERVED, OrderStatus.CANCELLED);
    }
    status = OrderStatus.CANCELLED;
    raise(new OrderCancelled(orderId, reason, lines()));
  }

  /** Raises nothing: the shipment has announced it. */
  public void markShipped() {
    move(OrderStatus.CONFIRMED, OrderStatus.SHIPPED);
  }

  private void move(OrderStatus from, OrderStatus to) {
    if (status != from) {
      throw new OrderStatusException(orderId, from, status);
    }
    status = to;
  }

  public String customerId() {
    return customerId;
  }

  public BigDecimal total() {
    return total;
  }

  public OrderStatus status() {
    return status;
  }

  public List<OrderLine> lines() {
    return List.copyOf(lines);
  }

  // docs: order
  @Override
  public String id() {
    return orderId;
  }
}
  // docs: end

package dev.foliot.sample.shipping;

import dev.foliot.aggregate.Aggregate;
import dev.foliot.aggregate.StateStoredAggregate;
import dev.foliot.sample.order.OrderLine;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.util.List;

/** The parcel of one order. */
@Aggregate
@Entity
public class Shipment extends StateStoredAggregate {
  @Id private String orderId;
  private String trackingNumber;

  @SuppressWarnings("NullAway.Init") // Hibernate fills the fields
  protected Shipment() {}

  private Shipment(String orderId) {
    this.orderId = orderId;
    this.trackingNumber = "TRACK-" + orderId;
  }

  public static Shipment dispatch(String orderId, String customerId, List<OrderLine> lines) {
    Shipment shipment = new Shipment(orderId);
    shipment.raise(new OrderShipped(orderId, customerId, shipment.trackingNumber, lines));
    return shipment;
  }

  @Override
  public String id() {
    return orderId;
  }

  public String trackingNumber() {
    return trackingNumber;
  }
}

package dev.foliot.sample.shipping;

import dev.foliot.aggregate.Aggregate;
import dev.foliot.aggregate.StateStoredAggregate;
import dev.foliot.sample.order.OrderLine;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The parcel of one order. */
@Aggregate
@Entity
public class Shipment extends StateStoredAggregate {
  @Id private String orderId;
  private @Nullable String trackingNumber;

  @SuppressWarnings("NullAway.Init") // Hibernate fills the fields
  protected Shipment() {}

  private Shipment(String orderId) {
    this.orderId = orderId;
  }

  /** The parcel that a carrier has taken. */
  public static Shipment shipped(
      String orderId, String customerId, String trackingNumber, List<OrderLine> lines) {
    Shipment shipment = new Shipment(orderId);
    shipment.trackingNumber = trackingNumber;
    shipment.raise(new OrderShipped(orderId, customerId, trackingNumber, lines));
    return shipment;
  }

  /** No parcel will leave. */
  public static Shipment refused(String orderId, String reason) {
    Shipment shipment = new Shipment(orderId);
    shipment.raise(new ShipmentRefused(orderId, reason));
    return shipment;
  }

  @Override
  public String id() {
    return orderId;
  }

  /** Null if no parcel has left. */
  public @Nullable String trackingNumber() {
    return trackingNumber;
  }
}

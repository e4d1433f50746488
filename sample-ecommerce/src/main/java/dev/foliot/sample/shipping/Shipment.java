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
  private static final int MAX_PIECES = 1_000;

  @Id private String orderId;
  private @Nullable String trackingNumber;

  @SuppressWarnings("NullAway.Init") // Hibernate fills the fields
  protected Shipment() {}

  private Shipment(String orderId) {
    this.orderId = orderId;
  }

  /** Dispatches a parcel, or refuses to: a parcel has its limits. */
  public static Shipment of(String orderId, String customerId, List<OrderLine> lines) {
    Shipment shipment = new Shipment(orderId);
    if (lines.stream().mapToLong(OrderLine::quantity).sum() > MAX_PIECES) {
      shipment.raise(new ShipmentRefused(orderId, "too much for one parcel"));
    } else {
      shipment.dispatch(customerId, lines);
    }
    return shipment;
  }

  private void dispatch(String customerId, List<OrderLine> lines) {
    String number = "TRACK-" + orderId;
    trackingNumber = number;
    raise(new OrderShipped(orderId, customerId, number, lines));
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

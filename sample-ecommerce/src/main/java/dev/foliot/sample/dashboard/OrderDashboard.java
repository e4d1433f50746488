package dev.foliot.sample.dashboard;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import dev.foliot.projection.Projection;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Index;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An order on the dashboard of the shop. */
@Projection
@Entity
@Table(
    indexes = {
      @Index(name = "order_dashboard_by_customer", columnList = "customerId"),
      @Index(name = "order_dashboard_by_time", columnList = "placedAt")
    })
@JsonAutoDetect(fieldVisibility = Visibility.ANY)
public class OrderDashboard {
  @Id private String orderId;
  private String customerId;
  private String status;
  private BigDecimal total;
  private Instant placedAt;
  private @Nullable String note;

  @SuppressWarnings("NullAway.Init") // Hibernate fills the fields
  protected OrderDashboard() {}

  OrderDashboard(
      String orderId, String customerId, String status, BigDecimal total, Instant placedAt) {
    this.orderId = orderId;
    this.customerId = customerId;
    this.status = status;
    this.total = total;
    this.placedAt = placedAt;
  }

  void reserved() {
    status = "reserved";
  }

  void confirmed() {
    status = "confirmed";
  }

  void noted(String reason) {
    note = reason;
  }

  void shipped(String trackingNumber) {
    status = "shipped";
    note = trackingNumber;
  }

  void rejected(String reason) {
    status = "rejected";
    note = reason;
  }

  void cancelled(String reason) {
    status = "cancelled";
    note = reason;
  }

  public String orderId() {
    return orderId;
  }

  public String customerId() {
    return customerId;
  }

  public String status() {
    return status;
  }

  public BigDecimal total() {
    return total;
  }

  public Instant placedAt() {
    return placedAt;
  }

  /** The tracking number, or why there is none yet. */
  public @Nullable String note() {
    return note;
  }
}

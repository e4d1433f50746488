package dev.foliot.test.shop;

import dev.foliot.projection.Projection;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;

@Projection
@Entity
class OrderDashboard {
  @Id private String orderId;
  private String status;

  protected OrderDashboard() {}

  OrderDashboard(String orderId, String status) {
    this.orderId = orderId;
    this.status = status;
  }

  String status() {
    return status;
  }

  void shipped() {
    status = "shipped";
  }
}

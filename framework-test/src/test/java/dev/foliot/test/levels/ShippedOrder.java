package dev.foliot.test.levels;

import dev.foliot.projection.Projection;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;

@Projection
@Entity
class ShippedOrder {
  @Id private String orderId = "";

  protected ShippedOrder() {}

  ShippedOrder(String orderId) {
    this.orderId = orderId;
  }

  String orderId() {
    return orderId;
  }
}

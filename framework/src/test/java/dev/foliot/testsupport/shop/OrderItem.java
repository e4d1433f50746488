package dev.foliot.testsupport.shop;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;

/** A child of an order. */
@Entity
public class OrderItem {
  @Id private String itemId;

  protected OrderItem() {}

  OrderItem(String itemId) {
    this.itemId = itemId;
  }

  public String itemId() {
    return itemId;
  }
}

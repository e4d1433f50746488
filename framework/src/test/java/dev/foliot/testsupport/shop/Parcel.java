package dev.foliot.testsupport.shop;

import jakarta.persistence.CascadeType;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;

/** No aggregate, but it leads to one: lazily, and with cascades. */
@Entity
public class Parcel {
  @Id private String parcelId;

  @ManyToOne(
      fetch = FetchType.LAZY,
      cascade = {CascadeType.PERSIST, CascadeType.MERGE})
  private Order order;

  protected Parcel() {}

  public Parcel(String parcelId, Order order) {
    this.parcelId = parcelId;
    this.order = order;
  }

  public Order order() {
    return order;
  }
}

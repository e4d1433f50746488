package dev.foliot.sample.fulfilment;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.JsonIgnore;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.math.BigDecimal;

/** An order that waits for a person. The row is removed with the decision. */
@Entity
@JsonAutoDetect(fieldVisibility = Visibility.ANY)
public class Approval {
  @Id private String orderId;
  private String customerId;
  private BigDecimal total;
  @JsonIgnore private String callbackId;

  @SuppressWarnings("NullAway.Init") // Hibernate fills the fields
  protected Approval() {}

  Approval(String orderId, String customerId, BigDecimal total, String callbackId) {
    this.orderId = orderId;
    this.customerId = customerId;
    this.total = total;
    this.callbackId = callbackId;
  }

  public String orderId() {
    return orderId;
  }

  public String customerId() {
    return customerId;
  }

  public BigDecimal total() {
    return total;
  }

  String callbackId() {
    return callbackId;
  }
}

package dev.foliot.sample.payment;

import dev.foliot.aggregate.Aggregate;
import dev.foliot.aggregate.StateStoredAggregate;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.math.BigDecimal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The payment of one order, authorised or refused. */
@Aggregate
@Entity
public class Payment extends StateStoredAggregate {
  @Id private String orderId;
  private String customerId;
  private BigDecimal amount;
  private @Nullable String refusal;

  @SuppressWarnings("NullAway.Init") // Hibernate fills the fields
  protected Payment() {}

  private Payment(String orderId, String customerId, BigDecimal amount, @Nullable String refusal) {
    this.orderId = orderId;
    this.customerId = customerId;
    this.amount = amount;
    this.refusal = refusal;
  }

  public static Payment authorised(String orderId, String customerId, BigDecimal amount) {
    Payment payment = new Payment(orderId, customerId, amount, null);
    payment.raise(new PaymentAuthorised(orderId, amount));
    return payment;
  }

  public static Payment refused(
      String orderId, String customerId, BigDecimal amount, String reason) {
    Payment payment = new Payment(orderId, customerId, amount, reason);
    payment.raise(new PaymentRefused(orderId, reason));
    return payment;
  }

  @Override
  public String id() {
    return orderId;
  }

  public String customerId() {
    return customerId;
  }

  public BigDecimal amount() {
    return amount;
  }

  public Optional<String> refusal() {
    return Optional.ofNullable(refusal);
  }
}

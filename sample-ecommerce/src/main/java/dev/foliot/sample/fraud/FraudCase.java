package dev.foliot.sample.fraud;

import dev.foliot.aggregate.Aggregate;
import dev.foliot.aggregate.StateStoredAggregate;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Index;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The doubts about one order, and the verdict. It is given once. */
@Aggregate
@Entity
@Table(indexes = @Index(name = "fraud_case_by_customer", columnList = "customerId"))
public class FraudCase extends StateStoredAggregate {
  /** Only orders above this amount have a case. */
  static final String ABOVE = "500";

  private static final BigDecimal LIMIT = new BigDecimal(ABOVE);

  @Id private String orderId;
  private String customerId;
  private BigDecimal total;
  private String runId;
  private Instant openedAt;

  @Enumerated(EnumType.STRING)
  private FraudStatus status = FraudStatus.CHECKING;

  private @Nullable String reason;

  @SuppressWarnings("NullAway.Init") // Hibernate fills the fields
  protected FraudCase() {}

  FraudCase(String orderId, String customerId, BigDecimal total, String runId, Instant openedAt) {
    this.orderId = orderId;
    this.customerId = customerId;
    this.total = total;
    this.runId = runId;
    this.openedAt = openedAt;
  }

  /** Whether an order with this total is checked. */
  public static boolean isNeededFor(BigDecimal total) {
    return total.compareTo(LIMIT) > 0;
  }

  /** Does nothing if the case is not {@code CHECKING}, for example because of a repeated call. */
  void ask(String why) {
    if (status == FraudStatus.CHECKING) {
      status = FraudStatus.UNSURE;
      reason = why;
      raise(new OrderSuspected(orderId, customerId, why));
    }
  }

  /** The decision of a person. */
  void decide(boolean genuine, String by) {
    if (status != FraudStatus.UNSURE) {
      throw new FraudCaseStatusException(orderId, status);
    }
    settle(genuine, (genuine ? "cleared by " : "refused by ") + by);
  }

  /** Does nothing if the case is not open any more. */
  void settle(boolean genuine, String why) {
    if (isOpen()) {
      status = genuine ? FraudStatus.GENUINE : FraudStatus.FRAUD;
      reason = why;
      raise(new FraudDecided(orderId, genuine, why));
    }
  }

  /** The order was given up. */
  void close() {
    if (isOpen()) {
      status = FraudStatus.CLOSED;
    }
  }

  private boolean isOpen() {
    return status == FraudStatus.CHECKING || status == FraudStatus.UNSURE;
  }

  /** Null while there is none. */
  @Nullable FraudDecided verdict() {
    boolean isDecided = status == FraudStatus.GENUINE || status == FraudStatus.FRAUD;
    return isDecided
        ? new FraudDecided(orderId, status == FraudStatus.GENUINE, String.valueOf(reason))
        : null;
  }

  FraudCaseDetails details() {
    return new FraudCaseDetails(orderId, customerId, total, openedAt, status, reason, runId);
  }

  @Override
  public String id() {
    return orderId;
  }
}

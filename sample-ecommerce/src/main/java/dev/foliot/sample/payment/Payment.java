package dev.foliot.sample.payment;

import dev.foliot.aggregate.Aggregate;
import dev.foliot.aggregate.Invariant;
import java.math.BigDecimal;

/** The payment of one order: a value, which {@link Payments} makes from its events. */
@Aggregate
public record Payment(PaymentStatus status, BigDecimal amount) {
  static final Payment OPEN = new Payment(PaymentStatus.OPEN, BigDecimal.ZERO);

  Payment authorised(BigDecimal authorisedAmount) {
    return new Payment(PaymentStatus.AUTHORISED, authorisedAmount);
  }

  Payment refused() {
    return new Payment(PaymentStatus.REFUSED, amount);
  }

  Payment refunded() {
    return new Payment(PaymentStatus.REFUNDED, BigDecimal.ZERO);
  }

  @Invariant
  boolean neverPaysOut() {
    return amount.signum() >= 0;
  }
}

package dev.foliot.sample.payment;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Plays the provider: refuses every amount above {@code shop.payment.limit}. */
@Component
class CreditLimitProvider implements PaymentProvider {
  private final BigDecimal limit;

  CreditLimitProvider(@Value("${shop.payment.limit}") BigDecimal limit) {
    this.limit = limit;
  }

  @Override
  public Optional<String> charge(UUID key, String customerId, BigDecimal amount) {
    return amount.compareTo(limit) > 0
        ? Optional.of("%s is above the limit of %s".formatted(amount, limit))
        : Optional.empty();
  }

  /** Nothing was really charged. */
  @Override
  public void refund(UUID key, String orderId, BigDecimal amount) {}
}

package dev.foliot.sample.payment;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.UUID;

/** An external service that takes the money, and is not always available. */
public interface PaymentProvider {

  /**
   * Charges a customer.
   *
   * @param key the same key twice is one charge: a delivery may be repeated
   * @return why it is refused; empty if it is authorised
   * @throws PaymentProviderUnavailableException if there is no answer now
   */
  Optional<String> charge(UUID key, String customerId, BigDecimal amount);

  /**
   * Pays back the charge of an order.
   *
   * @param key the same key twice is one refund
   * @throws PaymentProviderUnavailableException if there is no answer now
   */
  void refund(UUID key, String orderId, BigDecimal amount);
}

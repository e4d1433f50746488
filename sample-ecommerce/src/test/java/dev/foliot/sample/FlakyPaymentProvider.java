package dev.foliot.sample;

import dev.foliot.sample.payment.PaymentProvider;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.context.annotation.Primary;

/** Authorises everything up to 2,000, but fails when a test says so. */
@Primary
class FlakyPaymentProvider implements PaymentProvider {
  private static final BigDecimal LIMIT = new BigDecimal("2000.00");

  private final Deque<RuntimeException> failures = new ArrayDeque<>();
  private final Set<UUID> keys = new LinkedHashSet<>();
  private final Map<UUID, BigDecimal> refunds = new LinkedHashMap<>();

  void reset() {
    failures.clear();
    keys.clear();
    refunds.clear();
  }

  void failNext(RuntimeException failure, int times) {
    failures.addAll(Collections.nCopies(times, failure));
  }

  /** The keys of all charges that were tried. */
  Set<UUID> keys() {
    return keys;
  }

  /** The refunds by their keys. */
  Map<UUID, BigDecimal> refunds() {
    return refunds;
  }

  @Override
  public void refund(UUID key, String orderId, BigDecimal amount) {
    refunds.put(key, amount);
  }

  @Override
  public Optional<String> charge(UUID key, String customerId, BigDecimal amount) {
    keys.add(key);
    if (!failures.isEmpty()) {
      throw failures.remove();
    }
    return amount.compareTo(LIMIT) > 0 ? Optional.of("no cover") : Optional.empty();
  }
}

package dev.foliot.sample.fraud;

import org.jspecify.annotations.Nullable;

/** The verdicts about orders. */
public interface FraudVerdicts {

  /** The verdict about an order; null while there is none. */
  @Nullable FraudDecided about(String orderId);
}

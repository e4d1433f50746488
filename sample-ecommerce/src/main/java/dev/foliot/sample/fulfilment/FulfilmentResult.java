package dev.foliot.sample.fulfilment;

import org.jspecify.annotations.Nullable;

/**
 * The end of a fulfilment.
 *
 * @param trackingNumber the number of the parcel; null if the order was not shipped
 * @param refusal why the order was not shipped; null if it was
 */
public record FulfilmentResult(@Nullable String trackingNumber, @Nullable String refusal) {

  static FulfilmentResult shipped(String trackingNumber) {
    return new FulfilmentResult(trackingNumber, null);
  }

  static FulfilmentResult refused(String reason) {
    return new FulfilmentResult(null, reason);
  }
}

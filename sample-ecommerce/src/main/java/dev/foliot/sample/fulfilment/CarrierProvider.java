package dev.foliot.sample.fulfilment;

/** An external service that takes parcels, and is not always available. */
public interface CarrierProvider {

  /**
   * Books the transport of a parcel. The answer comes later.
   *
   * @param key the same key twice is one booking: a call may be repeated
   * @throws CarrierUnavailableException if the carrier cannot be reached now
   */
  void book(String key, Parcel parcel);

  /**
   * Cancels the booking of an order, if there is one and the parcel has not left.
   *
   * @throws CarrierUnavailableException if the carrier cannot be reached now
   */
  void cancel(String orderId);
}

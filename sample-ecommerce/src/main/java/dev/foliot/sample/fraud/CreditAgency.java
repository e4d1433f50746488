package dev.foliot.sample.fraud;

/** An external service that knows the customers of many shops, and is not always available. */
public interface CreditAgency {

  /**
   * How many shops have complained about a customer.
   *
   * @throws CreditAgencyUnavailableException if the agency cannot be reached now
   */
  int complaintsAbout(String customerId);
}

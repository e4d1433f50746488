package dev.foliot.sample.fraud;

/** The agency gave no answer; it will later. */
public class CreditAgencyUnavailableException extends RuntimeException {
  public CreditAgencyUnavailableException(String reason) {
    super("The credit agency cannot be reached: %s. Call it again later.".formatted(reason));
  }
}

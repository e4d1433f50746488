package dev.foliot.sample.payment;

/** The provider gave no answer; it will later. */
public class PaymentProviderUnavailableException extends RuntimeException {
  public PaymentProviderUnavailableException(String reason) {
    super("The payment provider gave no answer: %s. Charge again later.".formatted(reason));
  }
}

package dev.foliot.sample.fulfilment;

/** The carrier gave no answer; it will later. */
public class CarrierUnavailableException extends RuntimeException {
  public CarrierUnavailableException(String reason) {
    super("The carrier cannot be reached: %s. Call it again later.".formatted(reason));
  }
}

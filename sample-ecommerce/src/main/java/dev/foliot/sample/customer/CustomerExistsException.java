package dev.foliot.sample.customer;

/** A customer id stands for one person for ever, also for one that was forgotten. */
public class CustomerExistsException extends RuntimeException {
  CustomerExistsException(String customerId) {
    super(
        "Customer %s is registered already. Give another customer another id."
            .formatted(customerId));
  }
}

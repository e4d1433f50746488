package dev.foliot.sample.customer;

import dev.foliot.aggregate.Aggregate;
import dev.foliot.aggregate.Apply;
import dev.foliot.aggregate.EventSourcedAggregate;
import org.jspecify.annotations.Nullable;

/** A customer, as far as the shop may still know. */
@Aggregate
public class Customer extends EventSourcedAggregate {
  private String customerId = "";
  private String name = "";
  private String email = "";
  private @Nullable Address address;

  public static Customer register(
      String customerId, String name, String email, @Nullable Address address) {
    Customer customer = new Customer();
    customer.raise(new CustomerRegistered(customerId, name, email, address));
    return customer;
  }

  @Apply
  void on(CustomerRegistered event) {
    customerId = event.customerId();
    name = event.name();
    email = event.email();
    address = event.address();
  }

  @Override
  public String id() {
    return customerId;
  }

  CustomerDetails details() {
    return new CustomerDetails(customerId, name, email, address);
  }
}

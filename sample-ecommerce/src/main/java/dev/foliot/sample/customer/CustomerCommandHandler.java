package dev.foliot.sample.customer;

import dev.foliot.aggregate.AggregateRepository;
import dev.foliot.command.CommandHandler;
import dev.foliot.handler.Handle;

@CommandHandler
class CustomerCommandHandler {
  private final AggregateRepository<Customer> customers;

  CustomerCommandHandler(AggregateRepository<Customer> customers) {
    this.customers = customers;
  }

  @Handle
  void register(RegisterCustomer command) {
    if (customers.find(command.customerId()).isPresent()) {
      throw new CustomerExistsException(command.customerId());
    }
    customers.save(
        Customer.register(
            command.customerId(), command.name(), command.email(), command.address()));
  }
}

package dev.foliot.sample.customer;

import dev.foliot.aggregate.AggregateRepository;
import dev.foliot.handler.Handle;
import dev.foliot.query.QueryHandler;

@QueryHandler
class CustomerQueryHandler {
  private final AggregateRepository<Customer> customers;

  CustomerQueryHandler(AggregateRepository<Customer> customers) {
    this.customers = customers;
  }

  @Handle
  CustomerDetails one(FindCustomer query) {
    return customers.get(query.customerId()).details();
  }
}

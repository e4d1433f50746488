package dev.foliot.sample.customer;

import dev.foliot.message.Returns;
import dev.foliot.query.Query;

/** One customer, as {@link CustomerDetails}. */
@Query
public record FindCustomer(String customerId) implements Returns<CustomerDetails> {}

package dev.foliot.sample.customer;

import dev.foliot.query.Query;

/** One customer, as {@link CustomerDetails}. */
@Query
public record FindCustomer(String customerId) {}

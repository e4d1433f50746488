package dev.foliot.sample.dashboard;

import dev.foliot.query.Query;

/** A customer's orders, newest first, as a list of {@link OrderDashboard}. */
@Query
public record FindOrdersOf(String customerId) {}

package dev.foliot.sample.dashboard;

import dev.foliot.query.Query;

/** The latest orders, newest first, as a list of {@link OrderDashboard}. */
@Query
public record FindOrders(int limit) {}

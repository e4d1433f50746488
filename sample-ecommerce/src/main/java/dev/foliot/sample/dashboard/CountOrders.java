package dev.foliot.sample.dashboard;

import dev.foliot.query.Query;

/** The orders in each status, as a list of {@link StatusCount}. */
@Query
public record CountOrders() {}

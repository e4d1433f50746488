package dev.foliot.sample.catalog;

import dev.foliot.query.Query;

/** The current price of one piece. */
@Query
public record FindPrice(String productId) {}

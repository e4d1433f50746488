package dev.foliot.sample.catalog;

import dev.foliot.query.Query;

/** What one piece costs today. */
@Query
public record FindPrice(String productId) {}
